using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Errors;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>Opens a presentation: server manifest, then the track indexes of every file it names.</summary>
internal sealed class AssetLoader(IBlobStore blobs, IndexCache indexes, IOptions<StreamingEndpointOptions> options)
{
    private readonly FragmentGrid _grid = new() { Target = TimeSpan.FromSeconds(options.Value.FragmentSeconds) };
    private readonly bool _allowAc3 = options.Value.AllowAc3;

    /// <exception cref="OriginException">The asset cannot be streamed; says why.</exception>
    public async Task<AssetSource> LoadAsync(AssetKey key, CancellationToken cancellationToken)
    {
        var container = blobs.GetContainer(key.StorageAccount, key.Container);
        var (manifest, tag) = await ReadManifestAsync(container, key.ManifestName, cancellationToken);
        if (manifest.Tracks.IsEmpty)
        {
            throw new OriginException(MpeErrors.FormatNotSupported.Because("The server manifest lists no track."));
        }

        var files = new List<MediaSource>();
        try
        {
            var tracks = manifest.Tracks.Where(track => !track.IsFragmentFolder).DistinctBy(track => track.Source, StringComparer.Ordinal).ToList();
            foreach (var track in tracks.Where(track => !CaptionFile.IsSidecar(track.Source)))
            {
                files.Add(await OpenAsync(container, track.Source, cancellationToken));
            }

            // Captions reach as far as the media beside, which is known now.
            var length = files.SelectMany(file => file.File.Tracks).Select(track => track.End.ToTimeSpan()).DefaultIfEmpty().Max();
            foreach (var track in tracks.Where(track => CaptionFile.IsSidecar(track.Source)))
            {
                files.Add(await OpenCaptionsAsync(container, track, length, cancellationToken));
            }

            var presentation = PresentationBuilder.Build(RenditionNaming.Name(manifest.Tracks.Select(track => Find(track, files))), _grid);
            return new AssetSource(manifest, tag, presentation, files);
        }
        catch
        {
            foreach (var file in files)
            {
                await file.Reader.ReleaseAsync();
            }

            throw;
        }
    }

    private static async Task<(ServerManifest Manifest, string Tag)> ReadManifestAsync(IBlobContainer container, string name, CancellationToken cancellationToken)
    {
        var reader = await container.OpenReadAsync(name, cancellationToken)
            ?? throw new OriginException(MpeErrors.StorageResourceNotFound.Because("The asset has no server manifest of this name."));
        await using (reader)
        {
            if (reader.Length > ServerManifestParser.MaxLength)
            {
                throw new OriginException(MpeErrors.InputFormatNotSupported.Because("The server manifest is too large."));
            }

            var bytes = new byte[reader.Length];
            var length = await reader.ReadAsync(0, bytes, cancellationToken);
            return (ServerManifestParser.Parse(bytes.AsMemory(0, length)), reader.ETag);
        }
    }

    private async Task<MediaSource> OpenAsync(IBlobContainer container, string name, CancellationToken cancellationToken)
    {
        var blob = await container.OpenReadAsync(name, cancellationToken)
            ?? throw new OriginException(MpeErrors.StorageResourceNotFound.Because($"The asset does not hold {name}."));
        var reader = new SharedReader(blob);
        try
        {
            var file = await indexes.GetAsync(container, name, reader, cancellationToken);
            var text = file.First(TrackKind.Text);
            var isOnlyText = file.Tracks.Length == 1 && text?.Format.Codec is Codec.Ttml or Codec.WebVtt;
            return new MediaSource(name, reader, file) { Captions = isOnlyText ? await CaptionReader.ReadAsync(text!, reader, cancellationToken) : null };
        }
        catch (InvalidMediaException exception)
        {
            await reader.ReleaseAsync();
            throw new OriginException(MpeErrors.InputFormatNotSupported.Because($"{name}: {exception.Message}"));
        }
        catch
        {
            await reader.ReleaseAsync();
            throw;
        }
    }

    private async Task<MediaSource> OpenCaptionsAsync(IBlobContainer container, ServerManifestTrack track, TimeSpan length, CancellationToken cancellationToken)
    {
        var blob = await container.OpenReadAsync(track.Source, cancellationToken)
            ?? throw new OriginException(MpeErrors.StorageResourceNotFound.Because($"The asset does not hold {track.Source}."));
        try
        {
            var options = new CaptionTrackOptions { Language = track.Language, Fragment = _grid.Target, Duration = length };
            return await CaptionFile.OpenAsync(track.Source, blob, options, cancellationToken);
        }
        catch (InvalidMediaException exception)
        {
            await blob.DisposeAsync();
            throw new OriginException(MpeErrors.InputFormatNotSupported.Because($"{track.Source}: {exception.Message}"));
        }
        catch
        {
            await blob.DisposeAsync();
            throw;
        }
    }

    private (ServerManifestTrack Track, string File, TrackIndex Index) Find(ServerManifestTrack track, List<MediaSource> files)
    {
        if (track.IsFragmentFolder)
        {
            throw new OriginException(MpeErrors.InputFormatNotSupported.Because($"{track.Source}: archives of fragment blobs are not supported."));
        }

        var source = files.Find(file => file.Name == track.Source)!;
        var index = track.TrackId is { } id && source.File.Find(id) is { } numbered && numbered.Format.Kind == track.Kind
            ? numbered
            : source.File.First(track.Kind);
        if (index is null)
        {
            throw new OriginException(MpeErrors.TrackNotFound.Because($"{track.Source} holds no {track.Kind.ToString().ToLowerInvariant()} track."));
        }

        Check(track, index);
        return (track, source.Name, index);
    }

    private void Check(ServerManifestTrack track, TrackIndex index)
    {
        if (index.Format.IsEncrypted)
        {
            throw new OriginException(MpeErrors.InputProtectionFormatNotSupported.Because($"{track.Source} is encrypted."));
        }

        var isRefused = index.Format.Codec is Codec.Unknown or Codec.Mp3 or Codec.Vp9 || (index.Format.Codec == Codec.Ac3 && !_allowAc3);
        if (isRefused)
        {
            var error = track.Kind switch
            {
                TrackKind.Audio => MpeErrors.AudioEncodingNotSupported,
                TrackKind.Video => MpeErrors.VideoEncodingNotSupported,
                _ => MpeErrors.MediaEncodingNotSupported,
            };
            throw new OriginException(error.Because($"Track {track.UrlName} of {track.Source} is {index.Format.SampleEntryType}, which is not delivered."));
        }
    }
}
