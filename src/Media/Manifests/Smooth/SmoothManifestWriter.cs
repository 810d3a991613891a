using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Smooth;

/// <summary>Writes Smooth Streaming client manifests, version 2.2 or 2.0.</summary>
public static class SmoothManifestWriter
{
    private const int AacTag = 255;
    private const int ExtensibleTag = 65534;

    /// <summary>Whether a set can be offered in Smooth.</summary>
    public static bool Carries(SwitchingSet set) => !set.IsHidden && set.Renditions.All(rendition => SmoothCodec.FourCC(rendition.Format) is not null);

    /// <param name="presentation">Tracks after filters.</param>
    /// <param name="version20">Write every chunk on its own, as readers of version 2.0 need.</param>
    /// <param name="options">Parameters for the listed URLs.</param>
    public static byte[] Write(Presentation presentation, bool version20, ManifestOptions options)
    {
        var text = new ManifestText();
        text.Line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        // All levels of a stream share its list of chunks ([MS-SSTR] 2.2.2.3): those that have not all of it are left out.
        var sets = presentation.Sets.Where(Carries).Select(set => set.Whole()).ToList();
        text.Line($"<SmoothStreamingMedia MajorVersion=\"2\" MinorVersion=\"{(version20 ? 0 : 2)}\" Duration=\"{ManifestNames.Duration(sets, presentation.Timeline)}\" TimeScale=\"{MediaTime.PresentationTimescale}\">");
        SmoothProtection.Write(text, sets, options);
        foreach (var set in sets)
        {
            WriteStream(text, set, version20, options);
        }

        foreach (var track in presentation.Events)
        {
            WriteEvents(text, track, sets, presentation.Timeline, options);
        }

        text.Line("</SmoothStreamingMedia>");
        return text.ToBytes();
    }

    private static void WriteStream(ManifestText text, SwitchingSet set, bool version20, ManifestOptions options)
    {
        text.Add($"   <StreamIndex Chunks=\"{set.Plan.Count}\" Type=\"{Type(set.Kind)}\"");
        if (set.Kind == TrackKind.Text)
        {
            text.Add($" Subtype=\"{(set.IsCaption ? "CAPT" : "SUBT")}\"");
        }

        text.Add($" Url=\"QualityLevels({{bitrate}})/Fragments({ManifestNames.Url(set.TrackName)}={{start time}}{options.Tail})\" QualityLevels=\"{set.Renditions.Length}\"");
        if (LanguageTag.Shorten(set.Language).Length > 0 && set.Kind != TrackKind.Video)
        {
            text.Add($" Language=\"{ManifestNames.Xml(set.Language)}\"");
        }

        WriteName(text, set);
        text.Line(">");
        var index = 0;
        foreach (var rendition in set.Renditions.Reverse().OrderBy(rendition => rendition.Bitrate == options.FirstBitrate ? 0 : 1))
        {
            WriteLevel(text, set.Kind, rendition, index++);
        }

        WriteChunks(text, set.Plan, version20);
        text.Line("   </StreamIndex>");
    }

    // The messages stand in the manifest itself, [MS-SSTR] 2.2.2.6: players need not ask for them.
    private static void WriteEvents(ManifestText text, EventTrack track, List<SwitchingSet> sets, PresentationTimeline timeline, ManifestOptions options)
    {
        var events = track.Within(timeline).ToList();
        if (events.Count == 0)
        {
            return;
        }

        text.Add($"   <StreamIndex Chunks=\"{events.Count}\" Type=\"text\" Subtype=\"{EventTrack.Subtype}\" Url=\"QualityLevels({{bitrate}})/Fragments({ManifestNames.Url(track.Name)}={{start time}}{options.Tail})\" QualityLevels=\"1\" Name=\"{ManifestNames.Xml(track.Name)}\"");
        // A name that no stream of the manifest has leads players nowhere.
        if (sets.Find(set => IsNamed(set, track.Parent)) is { } parent)
        {
            text.Add($" ParentStreamIndex=\"{ManifestNames.Xml(parent.TrackName)}\"");
        }

        text.Line(" ManifestOutput=\"TRUE\">");
        // Messages have no codec; AMS left the code empty, with which dash.js refuses the whole film.
        text.Line($"      <QualityLevel Index=\"0\" Bitrate=\"{EventTrack.Bitrate}\" FourCC=\"{EventTrack.Subtype}\" CodecPrivateData=\"\">");
        text.Line($"         <CustomAttributes><Attribute Name=\"Scheme\" Value=\"{ManifestNames.Xml(track.Scheme)}\" /></CustomAttributes>");
        text.Line("      </QualityLevel>");
        foreach (var one in events)
        {
            text.Line($"      <c t=\"{one.Start}\" d=\"{one.Duration}\"><f>{Convert.ToBase64String(one.Message.Span)}</f></c>");
        }

        text.Line("   </StreamIndex>");
    }

    private static bool IsNamed(SwitchingSet set, string name) =>
        name.Length > 0 && (name.Equals(set.TrackName, StringComparison.OrdinalIgnoreCase) || name.Equals(set.GivenName, StringComparison.OrdinalIgnoreCase));

    private static void WriteName(ManifestText text, SwitchingSet set)
    {
        if (set.TrackName != "video")
        {
            text.Add($" Name=\"{ManifestNames.Xml(set.TrackName)}\"");
        }

        if (set.Kind == TrackKind.Audio && set.Role.Length > 0)
        {
            text.Add($" Role=\"{ManifestNames.Xml(set.Role)}\"");
        }

        if (set.Kind == TrackKind.Audio && set.Accessibility.Length > 0)
        {
            text.Add($" Accessibility=\"{ManifestNames.Xml(set.Accessibility)}\"");
        }
    }

    private static void WriteLevel(ManifestText text, TrackKind kind, Rendition rendition, int index)
    {
        var format = rendition.Format;
        var (fourCC, data) = (SmoothCodec.FourCC(format), SmoothCodec.PrivateData(format));
        switch (kind)
        {
            case TrackKind.Video:
                text.Add($"      <QualityLevel Index=\"{index}\" Bitrate=\"{rendition.Bitrate}\" FourCC=\"{fourCC}\" MaxWidth=\"{format.Width}\" MaxHeight=\"{format.Height}\" CodecPrivateData=\"{data}\"");
                // Four bytes are the default; other lengths must be said.
                if (format.NalLengthSize is > 0 and < 4)
                {
                    text.Add($" NALUnitLengthField=\"{format.NalLengthSize}\"");
                }

                text.Line(" />");
                break;
            case TrackKind.Audio:
                WriteAudioLevel(text, rendition, index, fourCC, data);
                break;
            default:
                text.Line($"      <QualityLevel Index=\"{index}\" Bitrate=\"{rendition.Bitrate}\" FourCC=\"{fourCC}\" CodecPrivateData=\"\" />");
                break;
        }
    }

    private static void WriteAudioLevel(ManifestText text, Rendition rendition, int index, string? fourCC, string data)
    {
        var format = rendition.Format;
        var isAac = format.Aac is not null;
        var packetSize = isAac ? 4 : 4 * format.DeclaredKilobits;
        text.Line($"      <QualityLevel AudioTag=\"{(isAac ? AacTag : ExtensibleTag)}\" Index=\"{index}\" BitsPerSample=\"16\" Bitrate=\"{rendition.Bitrate}\" FourCC=\"{fourCC}\" CodecPrivateData=\"{data}\" Channels=\"{format.Channels}\" PacketSize=\"{packetSize}\" SamplingRate=\"{format.SamplingRate}\" />");
    }

    private static void WriteChunks(ManifestText text, FragmentPlan plan, bool version20)
    {
        if (version20)
        {
            WriteSingleChunks(text, plan);
            return;
        }

        foreach (var run in new FragmentRuns(plan))
        {
            text.Add("      <c");
            if (!run.IsContinuation)
            {
                text.Add($" t=\"{run.Start}\"");
            }

            text.Add($" d=\"{run.Duration}\"");
            if (run.Count > 1)
            {
                text.Add($" r=\"{run.Count}\"");
            }

            text.Line(" />");
        }
    }

    private static void WriteSingleChunks(ManifestText text, FragmentPlan plan)
    {
        for (var i = 0; i < plan.Count; i++)
        {
            text.Add("      <c");
            if (i == 0)
            {
                text.Add(" n=\"0\"");
            }

            if (i == 0 || plan.Starts[i] != plan.Ends[i - 1])
            {
                text.Add($" t=\"{plan.Starts[i]}\"");
            }

            text.Line($" d=\"{plan.SpanOf(i)}\" />");
        }
    }

    private static string Type(TrackKind kind) => kind switch
    {
        TrackKind.Video => "video",
        TrackKind.Audio => "audio",
        _ => "text",
    };
}
