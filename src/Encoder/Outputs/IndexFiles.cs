using System.Globalization;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>The .mpi file of each MP4 track that AMS wrote. Readers must not need it; ours holds the index of the track.</summary>
internal static class IndexFiles
{
    public static string NameOf(string file, TrackIndex track) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)}_{track.TrackId}.mpi");

    /// <param name="etag">Of the published file.</param>
    public static IEnumerable<(string Name, byte[] Content)> Write(EncodedFile file, string etag) =>
        (file.Media?.Tracks ?? []).Select(track => (NameOf(file.Name, track), IndexSidecar.Write(file.Media! with { Tracks = [track] }, etag)));
}
