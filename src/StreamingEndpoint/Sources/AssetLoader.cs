using System.Runtime.ExceptionServices;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Errors;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// Opens a presentation: server manifest, then the track indexes of every file it names. Pictures and sound must all be
/// there; a text track that cannot be read is left out, and only its own URLs say why.
/// </summary>
internal sealed class AssetLoader(IBlobStore blobs, SourceOpener sources, OpeningTurns turns, IOptions<StreamingEndpointOptions> options)
{
    private const int OpenedTogether = 4;

    private readonly FragmentGrid _grid = new() { Target = TimeSpan.FromSeconds(options.Value.FragmentSeconds) };
    private readonly bool _allowAc3 = options.Value.AllowAc3;

    /// <exception cref="OriginException">The asset cannot be streamed; says why.</exception>
    public Task<AssetSource> LoadAsync(AssetKey key, CancellationToken cancellationToken)
    {
        var container = blobs.GetContainer(key.StorageAccount, key.Container);
        return turns.RunAsync(container, key.ManifestName, () => LoadAsync(container, key, cancellationToken), cancellationToken);
    }

    private async Task<AssetSource> LoadAsync(IBlobContainer container, AssetKey key, CancellationToken cancellationToken)
    {
        var (manifest, tag) = await ReadManifestAsync(container, key.ManifestName, cancellationToken);
        if (manifest.Tracks.IsEmpty)
        {
            throw new OriginException(MpeErrors.FormatNotSupported.Because("The server manifest lists no track."));
        }

        var files = new List<MediaSource>();
        var refused = new Dictionary<string, OriginException>(StringComparer.OrdinalIgnoreCase);
        try
        {
            var watched = await OpenAsync(container, manifest, files, refused, cancellationToken);
            var events = await ReadEventsAsync(container, manifest, watched, refused, cancellationToken);
            var tracks = manifest.Tracks.Where(track => IsOpen(track, files)).Select(track => TryFind(track, files, refused)).OfType<Found>().ToList();
            if (tracks.Count == 0)
            {
                throw refused.Values.FirstOrDefault() ?? new OriginException(MpeErrors.FormatNotSupported.Because("The server manifest lists messages only, beside no track that could be played."));
            }

            var named = RenditionNaming.Name(tracks.Select(found => (found.Track, found.Source.Name, found.Index)));
            var presentation = PresentationBuilder.Build(named, _grid);
            presentation = presentation with { Events = RenditionNaming.Name(events, presentation) };
            return new AssetSource(manifest, tag, presentation, files) { Refused = refused, Watched = watched };
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

    private async Task<List<WatchedTrack>> OpenAsync(
        IBlobContainer container, ServerManifest manifest, List<MediaSource> files, Dictionary<string, OriginException> refused, CancellationToken cancellationToken)
    {
        await OpenMediaAsync(container, manifest, files, cancellationToken);

        // Captions begin and end with the media beside, which is known now. What is not stored in fragments will begin at 0.
        var media = files.SelectMany(file => file.File.Tracks).ToList();
        var clock = StoredClock.Of(files.SelectMany(file => file.File.Tracks.Select(track => (file.Name, track))));
        var first = clock is { Begin.Ticks: > 0 } ? clock.Begin.ToTimeSpan() : TimeSpan.Zero;
        var length = media.Select(track => LengthOf([track])).Append(LengthOf(clock?.Tracks ?? media)).Max();
        var texts = manifest.Tracks.Where(track => track.Kind == TrackKind.Text && !track.IsEvents && files.TrueForAll(file => file.Name != track.Source));
        var watched = new List<WatchedTrack>();
        foreach (var track in texts.DistinctBy(track => track.Source, StringComparer.Ordinal))
        {
            if (await TryOpenAsync(OpenTextAsync(track)) is { } source)
            {
                files.Add(source);
                continue;
            }

            // Tried again behind a look at its version: what comes after that look is seen as a change.
            var missed = new WatchedTrack(track, await WatchedTrack.VersionAsync(container, track, cancellationToken));
            try
            {
                files.Add(await OpenTextAsync(track));
            }
            catch (Exception exception) when (SourceFailure.Of(exception) is { } refusal)
            {
                refused[track.UrlName] = refusal;
                // What the storage did not give it may give the next time.
                watched.Add(exception is OriginException ? missed : missed with { Version = WatchedTrack.Unread });
            }
        }

        return watched;

        Task<MediaSource> OpenTextAsync(ServerManifestTrack track) => CaptionParser.IsSidecar(track.Source)
            ? sources.OpenCaptionsAsync(container, track, new() { Language = track.Language, Fragment = _grid.Target, Start = first, Duration = length }, cancellationToken)
            : sources.OpenAsync(container, track, manifest, cancellationToken);
    }

    // What an event track lacks does not keep anybody from watching.
    private async Task<List<EventTrack>> ReadEventsAsync(
        IBlobContainer container, ServerManifest manifest, List<WatchedTrack> watched, Dictionary<string, OriginException> refused, CancellationToken cancellationToken)
    {
        var events = new List<EventTrack>();
        foreach (var track in manifest.Tracks.Where(track => track.IsEvents))
        {
            // Read behind a look at its version, as above.
            var version = await WatchedTrack.VersionAsync(container, track, cancellationToken);
            try
            {
                events.Add(await sources.ReadEventsAsync(container, track, cancellationToken));
            }
            catch (Exception exception) when (SourceFailure.Of(exception) is { } refusal)
            {
                refused[track.UrlName] = refusal;
                version = exception is OriginException ? version : WatchedTrack.Unread;
            }

            watched.Add(new WatchedTrack(track, version));
        }

        return events;
    }

    private static TimeSpan LengthOf(IReadOnlyCollection<TrackIndex> tracks) =>
        tracks.Select(track => track.End.ToTimeSpan()).DefaultIfEmpty().Max() - tracks.Select(track => track.FirstPresentation.ToTimeSpan()).DefaultIfEmpty().Min();

    private static async Task<MediaSource?> TryOpenAsync(Task<MediaSource> opening)
    {
        try
        {
            return await opening;
        }
        catch (Exception exception) when (SourceFailure.Of(exception) is not null)
        {
            return null;
        }
    }

    // Some at a time: from remote storage each takes several round trips, and from disk there is more than one core. What is opened is in the list
    // also when another fails, so that the caller can let go of it; of several faults the first in the manifest's order is told, and what comes
    // after a fault is not opened any more.
    private async Task OpenMediaAsync(IBlobContainer container, ServerManifest manifest, List<MediaSource> files, CancellationToken cancellationToken)
    {
        using var turns = new SemaphoreSlim(OpenedTogether);
        var firstFault = int.MaxValue;
        var opening = manifest.Tracks.Where(track => track.Kind != TrackKind.Text).DistinctBy(track => track.Source, StringComparer.Ordinal)
            .Select((track, number) => Task.Run(() => OpenInTurnAsync(track, number), CancellationToken.None)).ToList();
        ExceptionDispatchInfo? fault = null;
        for (var number = 0; number < opening.Count; number++)
        {
            try
            {
                if (await opening[number] is { } file)
                {
                    files.Add(file);
                }
            }
            catch (Exception exception)
            {
                Volatile.Write(ref firstFault, Math.Min(number, firstFault));
                fault ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        fault?.Throw();

        async Task<MediaSource?> OpenInTurnAsync(ServerManifestTrack track, int number)
        {
            await turns.WaitAsync(cancellationToken);
            try
            {
                return number < Volatile.Read(ref firstFault) ? await sources.OpenAsync(container, track, manifest, cancellationToken) : null;
            }
            finally
            {
                turns.Release();
            }
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

    // Captions that could not be opened were refused already; others may have the same name.
    private static bool IsOpen(ServerManifestTrack track, List<MediaSource> files) =>
        !track.IsEvents && (track.Kind != TrackKind.Text || files.Exists(file => file.Name == track.Source));

    private Found? TryFind(ServerManifestTrack track, List<MediaSource> files, Dictionary<string, OriginException> refused)
    {
        try
        {
            return Find(track, files);
        }
        catch (OriginException exception) when (track.Kind == TrackKind.Text)
        {
            refused[track.UrlName] = exception;
            return null;
        }
    }

    private Found Find(ServerManifestTrack track, List<MediaSource> files)
    {
        var source = files.Find(file => file.Name == track.Source)
            ?? throw new OriginException(MpeErrors.StorageResourceNotFound.Because($"The asset does not hold {track.Source}."));
        var index = track.TrackId is { } id && source.File.Find(id) is { } numbered && numbered.Format.Kind == track.Kind
            ? numbered
            : source.File.First(track.Kind);
        if (index is null)
        {
            throw new OriginException(MpeErrors.TrackNotFound.Because($"{track.Source} holds no {track.Kind.ToString().ToLowerInvariant()} track."));
        }

        Check(track, index);
        return new(track, source, index);
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

    private sealed record Found(ServerManifestTrack Track, MediaSource Source, TrackIndex Index);
}
