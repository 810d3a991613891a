using System.Collections.Immutable;

namespace MediaPlatform.Media.Tracks;

/// <summary>The tracks of one stored file, in the order of the file.</summary>
/// <param name="Length">Length of the file in bytes.</param>
/// <param name="IsFragmented">The file is made of movie fragments (moof).</param>
/// <param name="Tracks">Video, audio and text tracks; others are left out.</param>
public sealed record MediaFile(long Length, bool IsFragmented, ImmutableArray<TrackIndex> Tracks)
{
    /// <summary>The track with a number, or null.</summary>
    public TrackIndex? Find(uint trackId)
    {
        foreach (var track in Tracks)
        {
            if (track.TrackId == trackId)
            {
                return track;
            }
        }

        return null;
    }

    /// <summary>The same file with each track as a function gives it, in the order of the file.</summary>
    internal async ValueTask<MediaFile> WithTracksAsync(Func<TrackIndex, ValueTask<TrackIndex>> change)
    {
        var tracks = ImmutableArray.CreateBuilder<TrackIndex>(Tracks.Length);
        foreach (var track in Tracks)
        {
            tracks.Add(await change(track).ConfigureAwait(false));
        }

        return this with { Tracks = tracks.MoveToImmutable() };
    }

    /// <summary>The first track of a kind, or null.</summary>
    public TrackIndex? First(TrackKind kind)
    {
        foreach (var track in Tracks)
        {
            if (track.Format.Kind == kind)
            {
                return track;
            }
        }

        return null;
    }
}
