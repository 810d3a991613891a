using System.Globalization;
using MediaPlatform.Media.Captions.WebVtt;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.SampleAes;
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

    public bool CanPlay(Presentation presentation) => HlsMasterWriter.HasVariants(presentation);

    public TextBody WriteManifest(Presentation presentation, in StreamingUrl url, ManifestOptions options)
    {
        if (MuxesAudio)
        {
            var audio = MuxedAudio.Choose(presentation, url.AudioTrack.Span);
            presentation = presentation with { Sets = [.. presentation.Sets.Where(set => set.Kind != TrackKind.Audio || ReferenceEquals(set, audio))] };
        }

        return new(HlsMasterWriter.Write(presentation, form, options, url.AudioOnly == true), HlsCmafProtocol.PlaylistType);
    }

    public TextBody? WritePlaylist(Presentation presentation, SwitchingSet set, Rendition rendition, in StreamingUrl url, ManifestOptions options)
    {
        if (MuxesAudio && set.Kind == TrackKind.Video)
        {
            options = options with { MuxedEnd = MuxedAudio.Choose(presentation, url.AudioTrack.Span)?.Renditions[^1].Track.End.PresentationTicks };
        }

        return new(url.Kind == RequestKind.KeyFramePlaylist
            ? HlsPlaylistWriter.WriteKeyFrames(set, rendition, form, options)
            : HlsPlaylistWriter.Write(set, rendition, form, options), HlsCmafProtocol.PlaylistType);
    }

    public Segment? Init(SegmentTarget target) => null;

    public async ValueTask<Segment> FragmentAsync(SegmentTarget target, int fragment, CancellationToken cancellationToken)
    {
        // How many fragments are in a segment is said by the server manifest, which may change while the media stays.
        var joined = target.Asset.Manifest.FragmentsPerHlsSegment is > 1 and var count ? $"x{count}" : "";
        var start = string.Create(CultureInfo.InvariantCulture, $"{target.Set.Plan.Starts[fragment]}{joined}");
        if (target.Set.Kind == TrackKind.Text)
        {
            // Tells those apart that were counted from 1970 once.
            return Captions(target, fragment, target.Identity("w", WebVttWriter.TurnsBefore(target.Set.Plan.Starts[fragment]) > 0 ? $"{start}t" : start));
        }

        var main = new TsStreamInput(target.Rendition.Track, target.Rendition.Samples(fragment), target.Source.Reader) { Language = target.Set.Language };
        if (target.Audio is not { } audio || target.Set.Kind != TrackKind.Video)
        {
            return await MuxAsync(target, [main], fragment, start + LanguagePart(target.Set, target.Rendition), cancellationToken);
        }

        var samples = TsMuxedAudio.Samples(target.Set.Plan, fragment, audio.Rendition.Track);
        var part = $"{start}-{audio.Source.VersionTag}{audio.Rendition.Bitrate:x}{LanguagePart(audio.Set, audio.Rendition)}";
        var beside = new TsStreamInput(audio.Rendition.Track, samples, audio.Source.Reader) { Language = audio.Set.Language };

        // The tables name sound that has no frame here too: the streams of a playlist stay the same (RFC 8216 4.3.2.3), and players look for them in its beginning.
        return await MuxAsync(target, [main, beside], fragment, part, cancellationToken);
    }

    // A language that only the server manifest gives may change while the media stays.
    private static string LanguagePart(SwitchingSet set, Rendition rendition) =>
        set.Kind != TrackKind.Audio || LanguageTag.AreEqual(set.Language, rendition.Track.Language) ? "" : $"-{LanguageTag.ToThreeLetters(set.Language)}";

    private async ValueTask<TsStreamSegment> MuxAsync(
        SegmentTarget target, TsStreamInput[] streams, int number, string part, CancellationToken cancellationToken)
    {
        var rewritten = new List<TsMemorySamples>(streams.Length);
        try
        {
            for (var i = 0; i < streams.Length; i++)
            {
                if (await RewriteAsync(streams[i], target.Encryption, cancellationToken) is { } samples)
                {
                    rewritten.Add(samples);
                    streams[i] = samples.Input;
                }
            }

            var identity = target.Identity(code, part);
            return new(new TsSegment(streams, number), target.Encryption is null ? identity : $"{identity}-{target.Key!.Tag}", rewritten);
        }
        catch
        {
            rewritten.ForEach(samples => samples.Dispose());
            throw;
        }
    }

    /// <summary>Samples that go into the segment otherwise than they are stored; null for those that are copied.</summary>
    private static async ValueTask<TsMemorySamples?> RewriteAsync(TsStreamInput stream, TrackEncryption? encryption, CancellationToken cancellationToken) =>
        encryption is not null ? await SampleAesSamples.ReadAsync(stream, encryption, cancellationToken)
        : TsNalLengths.AreShort(stream.Track.Format) ? await TsNalLengths.LengthenAsync(stream, cancellationToken)
        : null;

    /// <summary>Text beside transport streams is WebVTT on their clock.</summary>
    private static MemorySegment Captions(SegmentTarget target, int fragment, string identity)
    {
        var document = target.Source.Captions
            ?? throw new OriginException(MpeErrors.MediaEncodingNotSupported.Because("The text of this track cannot be made WebVTT."));
        var plan = target.Set.Plan;
        return new(WebVttWriter.Segment(document, plan.Starts[fragment], plan.Ends[fragment], TsSegment.TimestampOffset), "text/vtt; charset=utf-8", identity);
    }

    public async ValueTask<Segment?> KeyFrameAsync(SegmentTarget target, int sample, CancellationToken cancellationToken)
    {
        var stream = new TsStreamInput(target.Rendition.Track, new SampleRange(sample, 1), target.Source.Reader);
        return MuxesAudio ? null : await MuxAsync(target, [stream], 0, $"k{sample}", cancellationToken);
    }
}
