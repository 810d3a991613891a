using System.Globalization;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Cenc;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>What the formats over fragmented MP4 have in common: segments. Manifests differ.</summary>
/// <param name="flavour">Dialect of the segments.</param>
/// <param name="code">One letter that tells the dialects apart in entity tags.</param>
internal abstract class Fmp4Protocol(Fmp4Flavour flavour, string code) : IProtocol
{
    public virtual bool Carries(SwitchingSet set) =>
        set.Renditions.All(rendition => rendition.Format.Codec is not (Codec.Unknown or Codec.Mp3));

    public virtual bool CanPlay(Presentation presentation) => true;

    public abstract TextBody WriteManifest(Presentation presentation, in StreamingUrl url, ManifestOptions options);

    public virtual TextBody? WritePlaylist(Presentation presentation, SwitchingSet set, Rendition rendition, in StreamingUrl url, ManifestOptions options) => null;

    public virtual Segment? Init(SegmentTarget target)
    {
        var options = new InitSegmentOptions(flavour) { Language = target.Set.Language };
        if (target.Encryption is { } encryption)
        {
            options = options with
            {
                SampleEntry = ProtectedSampleEntry.Write(target.Rendition.Format, encryption),
                MovieBoxes = target.Key!.Signal.Systems.SelectMany(system => system.Pssh.ToArray()).ToArray(),
            };
        }

        return new MemorySegment(Fmp4Muxer.InitSegment(target.Rendition.Track, options), ContentType(target.Set.Kind), Identity(target, "i"));
    }

    public ValueTask<Segment> FragmentAsync(SegmentTarget target, int fragment, CancellationToken cancellationToken)
    {
        var plan = target.Set.Plan;
        var (start, number) = (plan.Starts[fragment], (uint)fragment + 1);
        var options = new SegmentOptions(flavour, number) { Announced = (start, plan.DurationOf(fragment)) };
        return LayOutAsync(target, target.Rendition.Samples(fragment), options, start.ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    public virtual ValueTask<Segment?> KeyFrameAsync(SegmentTarget target, int sample, CancellationToken cancellationToken) => new((Segment?)null);

    /// <summary>A segment of one sample.</summary>
    protected async ValueTask<Segment?> SingleAsync(SegmentTarget target, int sample, CancellationToken cancellationToken) =>
        await LayOutAsync(target, new SampleRange(sample, 1), new SegmentOptions(flavour, (uint)sample + 1), $"k{sample}", cancellationToken);

    private ValueTask<Segment> LayOutAsync(
        SegmentTarget target, SampleRange samples, SegmentOptions options, string part, CancellationToken cancellationToken) =>
        target.Encryption is { } encryption
            ? ProtectAsync(encryption, target, samples, options, part, cancellationToken)
            : new(new Fmp4Segment(Fmp4Muxer.LayOut(target.Rendition.Track, samples, options), null, target.Source, ContentType(target.Set.Kind), Identity(target, part)));

    // What of a picture is encrypted is known only from its bytes, so they are read before the header can be laid out.
    private async ValueTask<Segment> ProtectAsync(
        TrackEncryption encryption, SegmentTarget target, SampleRange samples, SegmentOptions options, string part, CancellationToken cancellationToken)
    {
        var track = target.Rendition.Track;
        if (!SubsampleReader.Supports(track.Format))
        {
            throw new OriginException(MpeErrors.OutputProtectionFormatNotSupported.Because("There are no rules to encrypt samples of the codec."));
        }

        var map = await target.Source.Subsamples.MapAsync(target.Source.Reader, track, samples, encryption.Scheme, cancellationToken);
        var protection = new FragmentProtection(encryption, track, samples, map);
        var layout = Fmp4Muxer.LayOut(track, samples, options with { Extension = protection.Boxes() });
        return new Fmp4Segment(layout, protection, target.Source, ContentType(target.Set.Kind), Identity(target, part));
    }

    private string Identity(SegmentTarget target, string part) =>
        target.Encryption is null ? target.Identity(code, part) : $"{target.Identity(code, part)}-{target.Key!.Tag}";

    private static string ContentType(TrackKind kind) => kind switch
    {
        TrackKind.Video => "video/mp4",
        TrackKind.Audio => "audio/mp4",
        _ => "application/mp4",
    };
}
