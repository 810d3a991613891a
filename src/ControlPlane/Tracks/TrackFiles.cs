using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>
/// The files behind tracks. What the origin would refuse is better said while the caller is there to hear it: sound that cannot be
/// delivered takes the whole asset along, and captions that cannot be read are never seen.
/// </summary>
/// <param name="allowAc3">Whether the origin delivers AC-3.</param>
internal sealed class TrackFiles(IBlobStore blobs, bool allowAc3)
{
    /// <summary>Refuses a file that is not there.</summary>
    public async Task RequireAsync(AssetScope asset, string name, CancellationToken cancellationToken)
    {
        if (await AssetManifest.ContainerOf(asset, blobs).GetPropertiesAsync(name, cancellationToken) is null)
        {
            throw Missing();
        }
    }

    /// <summary>The track with what its file says of it: the language of text, the bitrate of sound.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="track">The track as it is asked for.</param>
    /// <param name="existing">The track as it is; null for a new one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ServerManifestTrack> DescribeAsync(
        AssetScope asset, ServerManifestTrack track, ServerManifestTrack? existing, CancellationToken cancellationToken)
    {
        var isSame = existing is not null && track.Source == existing.Source && track.TrackId == existing.TrackId;
        if (track.Kind == TrackKind.Video || (isSame && (track.Kind == TrackKind.Audio || track.IsFragmentFolder)))
        {
            return track;
        }

        if (track.IsFragmentFolder)
        {
            throw ArmErrors.BadRequest($"The file '{track.Source}' has no extension, so it is taken for a folder of a live archive.", "properties.track.fileName");
        }

        return track.Kind == TrackKind.Audio
            ? track with { Bitrate = Math.Max(1, (await SoundAsync(asset, track, cancellationToken)).AverageBitrate) }
            : track with { Language = await LanguageAsync(asset, track, cancellationToken) ?? (isSame ? existing!.Language : null) };
    }

    /// <summary>The track after a change of the bytes in its file.</summary>
    public async Task<ServerManifestTrack> ReadAgainAsync(AssetScope asset, ServerManifestTrack track, CancellationToken cancellationToken)
    {
        if (track.IsFragmentFolder || track.Kind == TrackKind.Video)
        {
            return track;
        }

        if (track.Kind == TrackKind.Text)
        {
            return track with { Language = await LanguageAsync(asset, track, cancellationToken) ?? track.Language };
        }

        await SoundAsync(asset, track, cancellationToken);
        return track;
    }

    private Task<TrackIndex> SoundAsync(AssetScope asset, ServerManifestTrack track, CancellationToken cancellationToken) =>
        ReadAsync(asset, track.Source, async blob => Find(await Mp4Parser.ReadAsync(new BlobMediaReader(blob), cancellationToken: cancellationToken), track), cancellationToken);

    // A language that the file does not state is null.
    private Task<string?> LanguageAsync(AssetScope asset, ServerManifestTrack track, CancellationToken cancellationToken) =>
        ReadAsync(asset, track.TranscriptSource ?? track.Source, async blob =>
        {
            var language = CaptionParser.IsSidecar(track.TranscriptSource ?? track.Source)
                ? (await CaptionParser.ReadAsync(new BlobMediaReader(blob), cancellationToken)).Language
                : Find(await Mp4Parser.ReadAsync(new BlobMediaReader(blob), cancellationToken: cancellationToken), track).Language;
            return language is "" or "und" ? null : language;
        }, cancellationToken);

    private async Task<T> ReadAsync<T>(AssetScope asset, string name, Func<IBlobReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var blob = await AssetManifest.ContainerOf(asset, blobs).OpenReadAsync(name, cancellationToken) ?? throw Missing();
        try
        {
            return await read(blob);
        }
        catch (InvalidMediaException error)
        {
            throw ArmErrors.BadRequest($"The file '{name}' cannot be read: {error.Message}.", "properties.track.fileName");
        }
    }

    private TrackIndex Find(MediaFile file, ServerManifestTrack track)
    {
        var kind = track.Kind.ToString().ToLowerInvariant();
        var found = track.TrackId is { } id ? file.Find(id) : file.First(track.Kind);
        if (found is null || found.Format.Kind != track.Kind)
        {
            throw new InvalidMediaException(track.TrackId is null ? $"it holds no {kind} track" : $"its track {track.TrackId} is not there, or no {kind}");
        }

        return ServerManifestBuilder.IsStreamable(found) || (allowAc3 && found.Format.Codec == Codec.Ac3) ? found : throw new InvalidMediaException(ServerManifestMaker.Why(found));
    }

    private static Exception Missing() => ArmErrors.BadRequest("Target resource file does not exist.");
}
