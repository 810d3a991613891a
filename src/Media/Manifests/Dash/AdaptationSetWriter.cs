using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Dash;

/// <summary>Writes one AdaptationSet; children in the order of the schema.</summary>
internal sealed class AdaptationSetWriter(ManifestText text, SwitchingSet set, bool isCmaf, long timelineStart, ManifestOptions options)
{
    private readonly IReadOnlyList<Rendition> _descending =
        [.. set.Renditions.Reverse().OrderBy(rendition => rendition.Bitrate == options.FirstBitrate ? 0 : 1)];

    private readonly DashKind _kind = DashKind.Of(set.Kind);

    public void Write(int id)
    {
        WriteStart(id);
        DashDescriptors.Write(text, set, _descending[0].Format, IsUniform ? Signal(_descending[0]) : null);
        WriteTemplate("         ", set.Plan);
        WriteRepresentations();
        text.Line("      </AdaptationSet>");
    }

    // One key for the set is the rule; keys by codec may differ inside of it.
    private bool IsUniform => _descending.All(rendition => Signal(rendition) == Signal(_descending[0]));

    private TrackSignal? Signal(Rendition rendition) => options.Protection?.Invoke(rendition);

    private void WriteStart(int id)
    {
        text.Add($"      <AdaptationSet id=\"{id}\" group=\"{_kind.Group}\"");
        if (!isCmaf)
        {
            text.Add(" profiles=\"ccff\"");
        }

        text.Add($" bitstreamSwitching=\"false\" segmentAlignment=\"true\" contentType=\"{_kind.ContentType}\" mimeType=\"{_kind.MimeType}\" codecs=\"{DashCodecs.Of(_descending[0].Format)}\"");
        if (LanguageTag.Normalize(set.Language) is { Length: > 0 } language && set.Kind != TrackKind.Video)
        {
            text.Add($" lang=\"{ManifestNames.Xml(language)}\"");
        }

        if (set.Kind == TrackKind.Video)
        {
            // What is shown before the key frame that it follows makes an access point of type 3, ISO/IEC 14496-12 Annex I.
            var access = set.Renditions.Any(rendition => rendition.Track.HasLeadingPictures) ? 3 : 1;
            text.Add($" maxWidth=\"{set.Renditions.Max(r => r.Format.Width)}\" maxHeight=\"{set.Renditions.Max(r => r.Format.Height)}\" startWithSAP=\"{access}\"");
        }

        text.Line(">");
    }

    private void WriteTemplate(string indent, FragmentPlan plan)
    {
        var name = ManifestNames.Url(set.TrackName);
        text.Add($"{indent}<SegmentTemplate timescale=\"{MediaTime.PresentationTimescale}\" media=\"QualityLevels($Bandwidth$)/Fragments({name}=$Time${options.Tail})\"");
        if (timelineStart > 0)
        {
            // A trimmed timeline keeps its times; the period still starts at zero.
            text.Add($" presentationTimeOffset=\"{timelineStart}\"");
        }

        text.Line($" initialization=\"QualityLevels($Bandwidth$)/Fragments({name}=i{options.Tail})\">");
        text.Line($"{indent}   <SegmentTimeline>");
        var isFirst = true;
        foreach (var run in new FragmentRuns(plan))
        {
            text.Add($"{indent}      <S");
            if (isFirst || !run.IsContinuation)
            {
                text.Add($" t=\"{run.Start}\"");
            }

            text.Add($" d=\"{run.Duration}\"");
            if (run.Count > 1)
            {
                text.Add($" r=\"{run.Count - 1}\"");
            }

            text.Line(" />");
            isFirst = false;
        }

        text.Line($"{indent}   </SegmentTimeline>");
        text.Line($"{indent}</SegmentTemplate>");
    }

    private void WriteRepresentations()
    {
        var common = DashCodecs.Of(_descending[0].Format);
        var (number, isUniform) = (1, IsUniform);
        foreach (var rendition in _descending)
        {
            var codecs = DashCodecs.Of(rendition.Format);
            text.Add($"         <Representation id=\"{_kind.Group}_{_kind.Letter}_{Id(set.TrackName)}_{number++}\" bandwidth=\"{rendition.Bitrate}\"");
            if (codecs != common)
            {
                text.Add($" codecs=\"{codecs}\"");
            }

            WriteMediaAttributes(rendition);
            var signal = isUniform ? null : Signal(rendition);
            var plan = set.PlanOf(rendition);
            var hasOwnChannels = set.Kind == TrackKind.Audio && !DashDescriptors.HaveSameChannels(set);
            if (signal is null && ReferenceEquals(plan, set.Plan) && !hasOwnChannels)
            {
                text.Line(" />");
                continue;
            }

            text.Line(">");
            if (hasOwnChannels)
            {
                DashDescriptors.WriteChannels(text, rendition.Format, "            ");
            }

            DashProtection.Write(text, signal);
            if (!ReferenceEquals(plan, set.Plan))
            {
                // It ends before the others: its own timeline lists what there is.
                WriteTemplate("            ", plan);
            }

            text.Line("         </Representation>");
        }
    }

    private void WriteMediaAttributes(Rendition rendition)
    {
        var format = rendition.Format;
        if (set.Kind == TrackKind.Audio)
        {
            text.Add($" audioSamplingRate=\"{format.SamplingRate}\"");
        }
        else if (set.Kind == TrackKind.Video)
        {
            text.Add($" width=\"{format.Width}\" height=\"{format.Height}\"");
            if (DashFrameRate.Of(rendition.Track) is { } rate)
            {
                text.Add($" frameRate=\"{rate}\"");
            }

            text.Add($" sar=\"{format.SampleAspectRatio.X}:{format.SampleAspectRatio.Y}\"");
        }
    }

    // Ids may not hold white space.
    private static string Id(string name) => ManifestNames.Xml(string.Concat(name.Select(c => char.IsWhiteSpace(c) ? '_' : c)));
}
