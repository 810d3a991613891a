using System.Globalization;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Endpoints;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Filters;
using MediaPlatform.StreamingEndpoint.Keys;
using MediaPlatform.StreamingEndpoint.Locators;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Sharing;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>Answers manifests, playlists and segments.</summary>
internal sealed class PresentationHandler(RequestGate gate, AssetCache assets, ProtocolTable protocols, SegmentRuns runs)
{
    // An asset may leave the cache between the moment it is found there and that its files are held.
    private const int MostAttempts = 10;
    private static readonly StringValues NoStore = "no-store";

    public async ValueTask AnswerAsync(HttpContext context, string path, StreamingUrl url, RequestRecord record)
    {
        var (_, locator, cacheControl) = await gate.EnterAsync(context, url);
        var key = new AssetKey(locator.StorageAccount, locator.Container, url.FileName.ToString());
        record.IsWarm = assets.Holds(key);
        var asset = await assets.GetAsync(key, context.RequestAborted);
        var token = url.Kind <= RequestKind.KeyFramePlaylist ? PlaybackToken.Of(context.Request, url) : null;
        if (url.Kind <= RequestKind.KeyFramePlaylist && token is null && asset.Remembered(path, locator) is { } body)
        {
            record.Bytes = await TextReply.SendAsync(context, body, cacheControl);
            return;
        }

        try
        {
            record.Bytes = await SendAsync(context, path, cacheControl, locator, asset, key, url, token);
        }
        catch (Exception) when (asset.IsLost)
        {
            if (!ErrorReply.TryTakeBack(context))
            {
                throw;
            }

            // Its stored index turned out to be damaged when more of it was needed; it is made anew.
            asset = await assets.RenewAsync(key, context.RequestAborted);
            record.Bytes = await SendAsync(context, path, cacheControl, locator, asset, key, url, token);
        }
    }

    /// <returns>Bytes of body that were sent.</returns>
    private async ValueTask<long> SendAsync(
        HttpContext context, string path, StringValues cacheControl, LocatorModel locator, AssetSource asset, AssetKey key, StreamingUrl url, PlaybackToken? token)
    {
        if (token is not null)
        {
            // For one viewer only: neither remembered here nor by caches on the way.
            var written = asset.IsLoaded ? Write(locator, asset, url, token) : await WriteApartAsync(locator, asset, url, token);
            return await TextReply.SendAsync(context, written, NoStore);
        }

        if (url.Kind <= RequestKind.KeyFramePlaylist)
        {
            var body = asset.IsLoaded ? Manifest(locator, asset, url) : await ManifestApartAsync(locator, asset, url);
            asset.Remember(path, locator, body);
            return await TextReply.SendAsync(context, body, cacheControl);
        }

        var segment = await CutFromOpenAsync(context, path, locator, asset, key, url);
        try
        {
            return await SegmentReply.SendAsync(context, segment, cacheControl);
        }
        finally
        {
            await segment.ReleaseAsync();
        }
    }

    // On the pool, since what is not loaded may come from a disk, and the request may be on an event loop.
    private Task<TextBody> ManifestApartAsync(LocatorModel locator, AssetSource asset, StreamingUrl url) => Task.Run(() => Manifest(locator, asset, url));

    private Task<TextBody> WriteApartAsync(LocatorModel locator, AssetSource asset, StreamingUrl url, PlaybackToken token) =>
        Task.Run(() => Write(locator, asset, url, token));

    private TextBody Manifest(LocatorModel locator, AssetSource asset, in StreamingUrl url)
    {
        var variant = string.Join('|', url.Filters.ToString().ToLowerInvariant(), url.AudioTrack.ToString().ToLowerInvariant(), url.AudioOnly?.ToString());
        var key = new ManifestKey(url.Kind, url.Format, url.Encryption, variant, url.Bitrate, url.TrackName.ToString().ToLowerInvariant(), locator.Stamp, locator.Id);
        return asset.Remembered(key) ?? asset.Remember(key, Write(locator, asset, url, token: null));
    }

    private TextBody Write(LocatorModel locator, AssetSource asset, in StreamingUrl url, PlaybackToken? token)
    {
        var protocol = protocols.Of(url.Format);
        var filter = FilterResolver.Resolve(locator, url.Filters.Span);
        var carried = Carried(protocol, Tracks(asset, url));
        var presentation = filter.Apply(carried);
        var protection = Protection(locator, protocol, url);
        var format = url.Format;
        protection?.RequireKeys(presentation, format);
        var options = new ManifestOptions
        {
            Parameters = ChildParameters.Of(url),
            FirstBitrate = filter.FirstLevel(presentation),
            Protection = protection is null ? null : rendition => protection.Of(rendition, format)?.Signal,
        };
        options = token?.In(options) ?? options;
        if (url.Kind == RequestKind.Manifest)
        {
            RequirePlayable(protocol, carried, presentation);
            return protocol.WriteManifest(presentation, url, options);
        }

        var (set, rendition) = Find(asset, presentation, url);
        RequireKeyFrames(protocol, set, url);
        return protocol.WritePlaylist(presentation, set, rendition, url, options with { Gaps = [.. MediaGap.Of(presentation)], Marks = presentation }) ?? throw new OriginException(UrlFaults.Playlist);
    }

    private static Presentation Tracks(AssetSource asset, in StreamingUrl url) => url.Format.IsTransportStream() ? asset.InTransportStreams : asset.Presentation;

    /// <summary>The tracks that a format has a place for; an error when it has none for any.</summary>
    private static Presentation Carried(IProtocol protocol, Presentation presentation)
    {
        var sets = presentation.Sets.Where(protocol.Carries).ToList();
        return sets.Count == presentation.Sets.Length ? presentation
            : sets.Count > 0 ? presentation with { Sets = [.. sets] }
            : throw new OriginException(MpeErrors.MediaEncodingNotSupported.Because("The format carries none of the codecs of the asset."));
    }

    private static void RequirePlayable(IProtocol protocol, Presentation carried, Presentation filtered)
    {
        if (!protocol.CanPlay(carried))
        {
            throw new OriginException(MpeErrors.MediaEncodingNotSupported.Because("HLS lists captions beside pictures or sound only, and the asset offers neither."));
        }

        if (!protocol.CanPlay(filtered))
        {
            throw new OriginException(MpeErrors.FilterRemovedAllStreams.Because("HLS lists captions beside pictures or sound only, and the filters leave neither."));
        }
    }

    /// <summary>How the tracks are encrypted; null for clear media.</summary>
    private static StreamProtection? Protection(LocatorModel locator, IProtocol protocol, in StreamingUrl url)
    {
        var protection = locator.Protection(url.Encryption);
        // Sound inside of the segments of video is under the key of the video.
        return protection is null || protection.IsUniform || !protocol.MuxesAudio
            ? protection
            : throw new OriginException(MpeErrors.OutputProtectionFormatNotSupported.Because("Muxed segments cannot carry tracks under different keys."));
    }

    private SegmentTarget Target(LocatorModel locator, AssetSource asset, in StreamingUrl url, SourceLease lease)
    {
        var protocol = protocols.Of(url.Format);
        var (set, rendition) = Find(asset, locator.OwnFilter.Select(Tracks(asset, url)), url);
        if (!protocol.Carries(set))
        {
            throw new OriginException(MpeErrors.MediaEncodingNotSupported);
        }

        RequireKeyFrames(protocol, set, url);
        var target = new SegmentTarget(asset, set, rendition, lease.Keep(asset.FileOf(rendition))) { Key = Protection(locator, protocol, url)?.Of(rendition, url.Format) };
        if (protocol.MuxesAudio && url.Kind == RequestKind.Fragment && set.Kind == TrackKind.Video)
        {
            var offered = FilterResolver.Resolve(locator, url.Filters.Span).Select(Carried(protocol, Tracks(asset, url)));
            if (MuxedAudio.Choose(offered, url.AudioTrack.Span) is { } audio)
            {
                target = target with { Audio = (audio, audio.Renditions[^1], lease.Keep(asset.FileOf(audio.Renditions[^1]))) };
            }
        }

        return target;
    }

    // I-frame playlists came with version 4 of HLS, and only pictures have key frames (RFC 8216 4.3.3.6).
    private static void RequireKeyFrames(IProtocol protocol, SwitchingSet set, in StreamingUrl url)
    {
        if (url.Kind is RequestKind.KeyFramePlaylist or RequestKind.KeyFrame && (protocol.MuxesAudio || set.Kind != TrackKind.Video))
        {
            throw new OriginException(MpeErrors.BadUrlSyntax.Because("Key frames are listed for video only, and not in HLS version 3."));
        }
    }

    /// <summary>The segment, from the asset as the cache holds it now when what was found there has left it.</summary>
    private async ValueTask<Segment> CutFromOpenAsync(HttpContext context, string path, LocatorModel locator, AssetSource asset, AssetKey key, StreamingUrl url)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CutAsync(context, path, locator, asset, url);
            }
            catch (OriginException) when (asset.IsClosed && attempt < MostAttempts)
            {
                asset = await assets.GetAsync(key, context.RequestAborted);
            }
        }
    }

    /// <summary>The segment, together with what keeps its files open.</summary>
    private async ValueTask<Segment> CutAsync(HttpContext context, string path, LocatorModel locator, AssetSource asset, StreamingUrl url)
    {
        if (EventFragment.Find(asset, url) is { } message)
        {
            // Whole fragments are under one key in Smooth Streaming, whatever is in them.
            var key = url.Encryption == EncryptionTag.Cbc ? Protection(locator, protocols.Of(url.Format), url)?.Of(asset.Presentation.Sets[0].Renditions[0], url.Format) : null;
            return key is null ? message : new EnvelopeSegment(message, key);
        }

        var lease = new SourceLease();
        try
        {
            var target = Target(locator, asset, url, lease);
            if (!target.IsLoaded)
            {
                await Task.Run(target.Load, context.RequestAborted);
            }

            var segment = await CutAsync(context, target, url);
            return new SharedSegment(runs, new(target.Source.Reader, path, segment.Identity), segment, lease);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<Segment> CutAsync(HttpContext context, SegmentTarget target, StreamingUrl url)
    {
        var segment = await CutWithoutEnvelopeAsync(context, protocols.Of(url.Format), target, url);
        // In HLS init segments stand in front of the key and stay clear; the players that know DASH segment encryption decrypt them too.
        var isClear = url.Kind == RequestKind.Init && url.Format.Protocol() == StreamingProtocol.Hls;
        return url.Encryption == EncryptionTag.Cbc && !isClear && target.Key is { } key ? new EnvelopeSegment(segment, key) : segment;
    }

    private static async ValueTask<Segment> CutWithoutEnvelopeAsync(HttpContext context, IProtocol protocol, SegmentTarget target, StreamingUrl url)
    {
        switch (url.Kind)
        {
            case RequestKind.Init:
                return protocol.Init(target) ?? throw new OriginException(UrlFaults.NoInitialization);
            case RequestKind.KeyFrame:
                var sample = HlsKeyFrames.Find(target.Rendition, url.Time);
                return (sample < 0 ? null : await protocol.KeyFrameAsync(target, sample, context.RequestAborted)) ?? throw new OriginException(MpeErrors.FragmentTimestampNotFound);
            default:
                var fragment = target.Set.Plan.Find(url.Time);
                if (fragment < 0 || target.Rendition.Samples(fragment).Count == 0)
                {
                    throw new OriginException(MpeErrors.FragmentTimestampNotFound);
                }

                PrefetchHint.Add(context, target, fragment, url);
                return await protocol.FragmentAsync(target, fragment, context.RequestAborted);
        }
    }

    private static (SwitchingSet Set, Rendition Rendition) Find(AssetSource asset, Presentation presentation, in StreamingUrl url)
    {
        foreach (var set in presentation.Sets)
        {
            if (url.TrackName.Span.Equals(set.TrackName, StringComparison.OrdinalIgnoreCase))
            {
                return set.Find(url.Bitrate) is { } rendition
                    ? (set, rendition)
                    : throw new OriginException(MpeErrors.MediaEntryNotFound.Because(
                        string.Create(CultureInfo.InvariantCulture, $"Track {set.TrackName} has no quality level of {url.Bitrate} bit/s.")));
            }
        }

        throw new OriginException(asset.Refused.TryGetValue(url.TrackName.ToString(), out var refusal) ? refusal.Error : MpeErrors.TrackNotFound);
    }
}
