using System.Globalization;
using MediaPlatform.Media.Captions.WebVtt;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>HLS over MPEG-2 transport streams: version 4 with audio apart, or version 3 with one audio in every segment.</summary>
internal sealed class TsProtocol(HlsForm form, string code) : IProtocol
{
    public bool MuxesAudio => form == HlsForm.MuxedTs;

    // Atmos is for CMAF; what is not MPEG or Dolby has no stream type.
    public bool Carries(SwitchingSet set) => set.Renditions.All(rendition =>
        (!MuxesAudio && rendition.Format.Codec is Codec.Ttml or Codec.WebVtt)
        || rendition.Format.Codec is Codec.Avc or Codec.Hevc or Codec.Aac or Codec.Ac3 or Codec.Dts
        || (rendition.Format.Codec == Codec.Eac3 && !rendition.Format.IsJoc));

    public TextBody WriteManifest(Presentation presentation, in StreamingUrl url, ManifestOptions options)
    {
        if (MuxesAudio)
        {
            var audio = MuxedAudio.Choose(presentation, url.AudioTrack.Span);
            presentation = presentation with { Sets = [.. presentation.Sets.Where(set => set.Kind != TrackKind.Audio || ReferenceEquals(set, audio))] };
        }

        return new(HlsMasterWriter.Write(presentation, form, options, url.AudioOnly == true), HlsCmafProtocol.PlaylistType);
    }

    public TextBody? WritePlaylist(SwitchingSet set, Rendition rendition, in StreamingUrl url, ManifestOptions options) =>
        new(url.Kind == RequestKind.KeyFramePlaylist
            ? HlsPlaylistWriter.WriteKeyFrames(set, rendition, form, options)
            : HlsPlaylistWriter.Write(set, rendition, form, options), HlsCmafProtocol.PlaylistType);

    public Segment? Init(SegmentTarget target) => null;

    public ValueTask<Segment> FragmentAsync(SegmentTarget target, int fragment, CancellationToken cancellationToken) => new(Fragment(target, fragment));

    private Segment Fragment(SegmentTarget target, int fragment)
    {
        var start = target.Set.Plan.Starts[fragment].ToString(CultureInfo.InvariantCulture);
        if (target.Set.Kind == TrackKind.Text)
        {
            return Captions(target, fragment, target.Identity("w", start));
        }

        var video = new TsStreamInput(target.Rendition.Track, target.Rendition.Samples(fragment), target.Source.Reader);
        if (target.Audio is not { } audio || target.Set.Kind != TrackKind.Video)
        {
            return new TsStreamSegment(new TsSegment([video], fragment), target.Identity(code, start));
        }

        var samples = TsMuxedAudio.Samples(target.Set.Plan, fragment, audio.Rendition.Track);
        var identity = target.Identity(code, $"{start}-{audio.Source.VersionTag}{audio.Rendition.Bitrate:x}");
        TsStreamInput[] streams = samples.Count == 0 ? [video] : [video, new TsStreamInput(audio.Rendition.Track, samples, audio.Source.Reader)];
        return new TsStreamSegment(new TsSegment(streams, fragment), identity);
    }

    /// <summary>Text beside transport streams is WebVTT on their clock.</summary>
    private static MemorySegment Captions(SegmentTarget target, int fragment, string identity)
    {
        var document = target.Source.Captions
            ?? throw new OriginException(MpeErrors.MediaEncodingNotSupported.Because("The text of this track cannot be made WebVTT."));
        var plan = target.Set.Plan;
        return new(WebVttWriter.Segment(document, plan.Starts[fragment], plan.Ends[fragment], TsSegment.TimestampOffset), "text/vtt; charset=utf-8", identity);
    }

    public ValueTask<Segment?> KeyFrameAsync(SegmentTarget target, int sample, CancellationToken cancellationToken)
    {
        var stream = new TsStreamInput(target.Rendition.Track, new SampleRange(sample, 1), target.Source.Reader);
        return new(MuxesAudio ? null : new TsStreamSegment(new TsSegment([stream], 0), target.Identity(code, $"k{sample}")));
    }
}
