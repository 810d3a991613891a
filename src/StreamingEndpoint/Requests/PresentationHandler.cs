using System.Globalization;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Presentations;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Filters;
using MediaPlatform.StreamingEndpoint.Locators;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>Answers manifests, playlists and segments.</summary>
internal sealed class PresentationHandler(RequestGate gate, AssetCache assets, ProtocolTable protocols)
{
    public async ValueTask AnswerAsync(HttpContext context, string path, StreamingUrl url, RequestRecord record)
    {
        var (endpoint, locator) = await gate.EnterAsync(context, url);
        var key = new AssetKey(locator.StorageAccount, locator.Container, url.FileName.ToString());
        record.IsWarm = assets.Holds(key);
        var asset = await assets.GetAsync(key, context.RequestAborted);
        if (url.Kind <= RequestKind.KeyFramePlaylist)
        {
            var body = asset.Remembered(path, locator);
            if (body is null)
            {
                body = Manifest(locator, asset, url);
                asset.Remember(path, locator, body);
            }

            record.Bytes = await TextReply.SendAsync(context, body, endpoint.CacheControl);
            return;
        }

        var segment = Segment(context, protocols.Of(url.Format), asset, url);
        try
        {
            record.Bytes = await SegmentReply.SendAsync(context, segment, endpoint.CacheControl);
        }
        finally
        {
            await segment.ReleaseAsync();
        }
    }

    private TextBody Manifest(LocatorModel locator, AssetSource asset, in StreamingUrl url)
    {
        var variant = string.Join('|', url.Filters.ToString().ToLowerInvariant(), url.AudioTrack.ToString().ToLowerInvariant(), url.AudioOnly?.ToString());
        var key = new ManifestKey(url.Kind, url.Format, url.Encryption, variant, url.Bitrate, url.TrackName.ToString().ToLowerInvariant(), locator.Stamp, locator.Id);
        return asset.Remembered(key) ?? asset.Remember(key, Write(locator, asset, url));
    }

    private TextBody Write(LocatorModel locator, AssetSource asset, in StreamingUrl url)
    {
        var protocol = protocols.Of(url.Format);
        var filter = FilterResolver.Resolve(locator, url.Filters.Span);
        var presentation = filter.Apply(Carried(protocol, asset.Presentation));
        var options = new ManifestOptions { Parameters = ChildParameters.Of(url), FirstBitrate = filter.FirstLevel(presentation) };
        if (url.Kind == RequestKind.Manifest)
        {
            return protocol.WriteManifest(presentation, url, options);
        }

        var (set, rendition) = Find(presentation, url);
        return protocol.WritePlaylist(set, rendition, url, options) ?? throw new OriginException(MpeErrors.BadUrlSyntax);
    }

    /// <summary>The tracks that a format has a place for; an error when it has none for any.</summary>
    private static Presentation Carried(IProtocol protocol, Presentation presentation)
    {
        var sets = presentation.Sets.Where(protocol.Carries).ToList();
        return sets.Count == presentation.Sets.Length ? presentation
            : sets.Count > 0 ? presentation with { Sets = [.. sets] }
            : throw new OriginException(MpeErrors.MediaEncodingNotSupported.Because("The format carries none of the codecs of the asset."));
    }

    private static Segment Segment(HttpContext context, IProtocol protocol, AssetSource asset, in StreamingUrl url)
    {
        var (set, rendition) = Find(asset.Presentation, url);
        if (!protocol.Carries(set))
        {
            throw new OriginException(MpeErrors.MediaEncodingNotSupported);
        }

        var source = asset.FileOf(rendition);
        if (!source.Reader.TryAcquire())
        {
            throw new OriginException(MpeErrors.StorageServerBusy.Because("The asset is being reopened; ask again."));
        }

        try
        {
            return Cut(context, protocol, new SegmentTarget(asset, set, rendition, source), url);
        }
        catch
        {
            // Nothing was opened by this request, so the release cannot be the last one and completes at once.
            _ = source.Reader.ReleaseAsync();
            throw;
        }
    }

    private static Segment Cut(HttpContext context, IProtocol protocol, SegmentTarget target, in StreamingUrl url)
    {
        switch (url.Kind)
        {
            case RequestKind.Init:
                return protocol.Init(target) ?? throw new OriginException(MpeErrors.BadUrlSyntax);
            case RequestKind.KeyFrame:
                var sample = HlsKeyFrames.Find(target.Rendition, url.Time);
                return (sample < 0 ? null : protocol.KeyFrame(target, sample)) ?? throw new OriginException(MpeErrors.FragmentTimestampNotFound);
            default:
                var fragment = target.Set.Plan.Find(url.Time);
                if (fragment < 0 || target.Rendition.Samples(fragment).Count == 0)
                {
                    throw new OriginException(MpeErrors.FragmentTimestampNotFound);
                }

                PrefetchHint.Add(context, target.Set.Plan, fragment, url);
                return protocol.Fragment(target, fragment);
        }
    }

    private static (SwitchingSet Set, Rendition Rendition) Find(Presentation presentation, in StreamingUrl url)
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

        throw new OriginException(MpeErrors.TrackNotFound);
    }
}
