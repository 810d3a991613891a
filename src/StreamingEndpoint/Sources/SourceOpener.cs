using System.Globalization;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Manifests.Smooth;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>Opens what one track of a server manifest names: a media file, a caption file, or a folder of fragments.</summary>
internal sealed class SourceOpener(IndexCache indexes, BlockCache blocks)
{
    /// <exception cref="OriginException">It is not there or cannot be read; says which and why.</exception>
    public Task<MediaSource> OpenAsync(IBlobContainer container, ServerManifestTrack track, ServerManifest manifest, CancellationToken cancellationToken) =>
        NamingAsync(track.Source, async () =>
        {
            if (!track.IsFragmentFolder)
            {
                var blob = await container.OpenReadAsync(track.Source, cancellationToken) ?? throw Missing(track.Source);
                return await IndexAsync(container, track.Source, ReadAheadReader.Around(blob, container, track.Source, blocks), [(track.Source, blob.ETag)], cancellationToken);
            }

            var standIn = track.Kind == TrackKind.Text ? await TextHeaderAsync(container, track, manifest, cancellationToken) : null;
            var folder = await FragmentFolder.OpenAsync(container, track.Source, standIn, blocks, cancellationToken) ?? throw Missing($"fragments of {track.Source}");
            var source = await IndexAsync(container, track.Source, folder, folder.Pinned, cancellationToken);
            folder.EndWalk();
            return source;
        });

    /// <exception cref="OriginException">It is not there or cannot be read; says which and why.</exception>
    public Task<MediaSource> OpenCaptionsAsync(
        IBlobContainer container, ServerManifestTrack track, CaptionTrackOptions options, CancellationToken cancellationToken) =>
        NamingAsync(track.Source, async () =>
        {
            var blob = await container.OpenReadAsync(track.Source, cancellationToken) ?? throw Missing(track.Source);
            try
            {
                return await CaptionFile.OpenAsync(track.Source, blob, options, cancellationToken);
            }
            catch
            {
                await blob.DisposeAsync();
                throw;
            }
        });

    /// <summary>The messages of a sparse track; none when the event had none.</summary>
    /// <exception cref="OriginException">It cannot be read; says why.</exception>
    public Task<EventTrack> ReadEventsAsync(IBlobContainer container, ServerManifestTrack track, CancellationToken cancellationToken) =>
        NamingAsync(track.Source, async () =>
        {
            var parts = track.IsFragmentFolder
                ? await ReadPartsAsync(await FragmentFolder.OpenAsync(container, track.Source, static _ => [], blocks, cancellationToken), cancellationToken)
                : [await ReadWholeAsync(await container.OpenReadAsync(track.Source, cancellationToken) ?? throw Missing(track.Source), cancellationToken)];
            var timescale = uint.TryParse(track.Parameter("timescale"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given : MediaTime.PresentationTimescale;
            return new EventTrack(track.UrlName, track.Parameter("Scheme") ?? "", track.Parameter("parentTrackName") ?? "", EventTrackReader.Read(parts, timescale));
        });

    private static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadPartsAsync(FragmentFolder? folder, CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            return [];
        }

        var bytes = await ReadWholeAsync(folder, cancellationToken);
        return folder.Split(bytes);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadWholeAsync(IBlobReader blob, CancellationToken cancellationToken)
    {
        var reader = new SharedReader(blob);
        try
        {
            if (blob.Length > EventTrackReader.MaxLength)
            {
                throw new InvalidMediaException($"Events of {blob.Length} bytes are longer than the {EventTrackReader.MaxLength} that are read");
            }

            var bytes = new byte[blob.Length];
            return bytes[..await reader.ReadFullyAsync(0, bytes, cancellationToken)];
        }
        finally
        {
            await reader.ReleaseAsync();
        }
    }

    private async Task<MediaSource> IndexAsync(
        IBlobContainer container, string name, IBlobReader blob, IReadOnlyList<(string Name, string ETag)> pinned, CancellationToken cancellationToken)
    {
        var reader = new SharedReader(blob);
        try
        {
            var file = await indexes.GetAsync(container, name, reader, cancellationToken);
            var text = file.First(TrackKind.Text);
            var isOnlyText = file.Tracks.Length == 1 && text?.Format.Codec is Codec.Ttml or Codec.WebVtt;
            return new MediaSource(name, reader, file)
            {
                Pinned = pinned,
                Captions = isOnlyText ? await CaptionReader.ReadAsync(text!, reader, cancellationToken) : null,
            };
        }
        catch
        {
            await reader.ReleaseAsync();
            throw;
        }
    }

    /// <summary>The header that old archives leave out of folders of text, from what the client manifest says of the stream.</summary>
    private static async Task<Func<ReadOnlyMemory<byte>, byte[]>> TextHeaderAsync(
        IBlobContainer container, ServerManifestTrack track, ServerManifest manifest, CancellationToken cancellationToken)
    {
        var stream = manifest.ClientManifest is { } name && await ReadAsync(container, name, ClientManifestParser.MaxLength, cancellationToken) is { } bytes
            ? ClientManifestParser.Parse(bytes).Streams.FirstOrDefault(stream => stream.Kind == TrackKind.Text && stream.Name.Equals(track.UrlName, StringComparison.OrdinalIgnoreCase))
            : null;
        return first => CaptionTrack.BeginningFor(first.Span, stream?.Timescale ?? MediaTime.PresentationTimescale, track.Language ?? stream?.Language);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(IBlobContainer container, string name, int most, CancellationToken cancellationToken)
    {
        await using var blob = await container.OpenReadAsync(name, cancellationToken);
        if (blob is null || blob.Length > most)
        {
            return null;
        }

        var bytes = new byte[blob.Length];
        var length = await blob.ReadAsync(0, bytes, cancellationToken);
        return bytes.AsMemory(0, length);
    }

    private static async Task<T> NamingAsync<T>(string name, Func<Task<T>> open)
    {
        try
        {
            return await open();
        }
        catch (InvalidMediaException exception)
        {
            throw new OriginException(MpeErrors.InputFormatNotSupported.Because($"{name}: {exception.Message}"));
        }
    }

    private static OriginException Missing(string what) => new(MpeErrors.StorageResourceNotFound.Because($"The asset does not hold {what}."));
}
