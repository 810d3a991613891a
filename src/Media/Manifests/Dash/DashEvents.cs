using System.Collections.Immutable;
using System.Globalization;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.TimedMetadata;

namespace MediaPlatform.Media.Manifests.Dash;

/// <summary>Event streams of a period (ISO/IEC 23009-1 5.10.2), splices in the form that SCTE 214-1 6.7.4 calls xml+bin.</summary>
internal static class DashEvents
{
    private const string SpliceScheme = "urn:scte:scte35:2014:xml+bin";

    public static void Write(ManifestText text, Presentation presentation)
    {
        foreach (var track in presentation.Events)
        {
            // Numbered before filters, so that an event is the same under each of them.
            var numbered = track with { Events = [.. Numbered(track.Events)] };
            var events = numbered.Within(presentation.Timeline).ToList();
            if (events.Count > 0 && track.Scheme.Length > 0)
            {
                Write(text, track, events, presentation.Timeline.Start);
            }
        }
    }

    // The number is of an instance: of several of one number players keep the last. Encoders send leaving and coming back under the same; who comes
    // later gets one that nobody has.
    private static IEnumerable<TimedEvent> Numbered(ImmutableArray<TimedEvent> events)
    {
        var taken = events.Select(one => one.Id).ToHashSet();
        var seen = new HashSet<uint>();
        var free = 1u;
        foreach (var one in events)
        {
            if (seen.Add(one.Id))
            {
                yield return one;
                continue;
            }

            while (!taken.Add(free))
            {
                free++;
            }

            yield return one with { Id = free };
        }
    }

    private static void Write(ManifestText text, EventTrack track, List<TimedEvent> events, long begin)
    {
        text.Line($"      <EventStream schemeIdUri=\"{ManifestNames.Xml(track.IsSplices ? SpliceScheme : track.Scheme)}\" value=\"{ManifestNames.Xml(track.Name)}\" timescale=\"{MediaTime.PresentationTimescale}\">");
        foreach (var one in events)
        {
            // Counted from the start of the period: since 1970 times do not fit into the numbers of scripts. What began before has a part of its duration,
            // and one that lasts longer than was planned has none that is known.
            var start = Math.Max(one.Start, begin);
            text.Add($"         <Event presentationTime=\"{start - begin}\"");
            if (one.End > start)
            {
                text.Add($" duration=\"{one.End - start}\"");
            }

            text.Add($" id=\"{one.Id.ToString(CultureInfo.InvariantCulture)}\"");
            var message = Convert.ToBase64String(one.Message.Span);
            text.Line(track.IsSplices
                ? $"><scte35:Signal xmlns:scte35=\"http://www.scte.org/schemas/35/2016\"><scte35:Binary>{message}</scte35:Binary></scte35:Signal></Event>"
                : $" contentEncoding=\"base64\">{message}</Event>");
        }

        text.Line("      </EventStream>");
    }
}
