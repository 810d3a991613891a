using System.Globalization;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>What the formats over fragmented MP4 have in common: segments. Manifests differ.</summary>
/// <param name="flavour">Dialect of the segments.</param>
/// <param name="code">One letter that tells the dialects apart in entity tags.</param>
internal abstract class Fmp4Protocol(Fmp4Flavour flavour, string code) : IProtocol
{
    public virtual bool Carries(SwitchingSet set) =>
        set.Renditions.All(rendition => rendition.Format.Codec is not (Codec.Unknown or Codec.Mp3));

    public abstract TextBody WriteManifest(Presentation presentation, in StreamingUrl url, ManifestOptions options);

    public virtual TextBody? WritePlaylist(SwitchingSet set, Rendition rendition, in StreamingUrl url, ManifestOptions options) => null;

    public virtual Segment? Init(SegmentTarget target)
    {
        var bytes = Fmp4Muxer.InitSegment(target.Rendition.Track, new InitSegmentOptions(flavour) { Language = target.Set.Language });
        return new MemorySegment(bytes, ContentType(target.Set.Kind), target.Identity(code, "i"));
    }

    public Segment Fragment(SegmentTarget target, int fragment)
    {
        var plan = target.Set.Plan;
        var (start, number) = (plan.Starts[fragment], (uint)fragment + 1);
        var options = new SegmentOptions(flavour, number) { Announced = (start, plan.DurationOf(fragment)) };
        var layout = Fmp4Muxer.LayOut(target.Rendition.Track, target.Rendition.Samples(fragment), options);
        return new Fmp4Segment(layout, target.Source, ContentType(target.Set.Kind), target.Identity(code, start.ToString(CultureInfo.InvariantCulture)));
    }

    public virtual Segment? KeyFrame(SegmentTarget target, int sample) => null;

    /// <summary>A segment of one sample.</summary>
    protected Segment Single(SegmentTarget target, int sample)
    {
        var layout = Fmp4Muxer.LayOut(target.Rendition.Track, new SampleRange(sample, 1), new SegmentOptions(flavour, (uint)sample + 1));
        return new Fmp4Segment(layout, target.Source, ContentType(target.Set.Kind), target.Identity(code, $"k{sample}"));
    }

    private static string ContentType(TrackKind kind) => kind switch
    {
        TrackKind.Video => "video/mp4",
        TrackKind.Audio => "audio/mp4",
        _ => "application/mp4",
    };
}
