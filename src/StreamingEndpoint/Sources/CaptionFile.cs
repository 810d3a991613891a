using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>A caption sidecar (.vtt, .ttml) as a media source: its cues become a text track in memory.</summary>
internal static class CaptionFile
{
    private const long MaxLength = 16 << 20;

    /// <param name="name">Name of the blob.</param>
    /// <param name="blob">The sidecar; it stays open for the version that it pins.</param>
    /// <param name="options">Language of the captions, beginning and length of the presentation beside.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="InvalidMediaException">The file holds no captions that can be read.</exception>
    public static async Task<MediaSource> OpenAsync(string name, IBlobReader blob, CaptionTrackOptions options, CancellationToken cancellationToken)
    {
        if (blob.Length > MaxLength)
        {
            throw new InvalidMediaException($"Captions of {blob.Length} bytes are larger than the {MaxLength} that are read");
        }

        var bytes = new byte[blob.Length];
        var length = await blob.ReadAsync(0, bytes, cancellationToken);
        // A file knows nothing of the clock of an encoder: its times count from the beginning of what is played.
        var document = CaptionParser.Parse(bytes.AsMemory(0, length)).Delay(options.Start);
        var track = CaptionTrack.Create(document, CaptionForm.Imsc, options);
        var file = new MediaFile(track.Reader.Length, IsFragmented: true, [track.Track]);
        return new MediaSource(name, new SharedReader(new Samples(blob, track.Reader)), file) { Captions = document };
    }

    /// <summary>The samples made of a blob, under the version of the blob.</summary>
    private sealed class Samples(IBlobReader blob, IMediaReader samples) : IBlobReader
    {
        public long Length => samples.Length;

        public string ETag => blob.ETag;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
            samples.ReadAsync(offset, buffer, cancellationToken);

        public ValueTask DisposeAsync() => blob.DisposeAsync();
    }
}
