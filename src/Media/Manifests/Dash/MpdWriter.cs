using System.Globalization;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Dash;

/// <summary>Writes MPDs with a fixed end (ISO/IEC 23009-1), in the form of AMS.</summary>
public static class MpdWriter
{
    private const long TicksPerSecond = MediaTime.PresentationTimescale;

    /// <param name="presentation">Tracks after filters.</param>
    /// <param name="isCmaf">Segments are CMAF; otherwise plain fragmented MP4.</param>
    /// <param name="options">Parameters for the listed URLs.</param>
    public static byte[] Write(Presentation presentation, bool isCmaf, ManifestOptions options)
    {
        var text = new ManifestText();
        var sets = ManifestNames.Listed(presentation).ToList();
        var longest = sets.Select(set => set.Plan.LongestDuration).DefaultIfEmpty(TicksPerSecond).Max();
        text.Line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        text.Add("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        text.Line($" profiles=\"urn:mpeg:dash:profile:isoff-live:2011\" type=\"static\" mediaPresentationDuration=\"{Duration(ManifestNames.Duration(sets, presentation.Timeline))}\" minBufferTime=\"PT{(longest + TicksPerSecond - 1) / TicksPerSecond}S\">");
        text.Line("   <Period>");
        DashEvents.Write(text, presentation);
        var id = 1;
        foreach (var set in sets)
        {
            new AdaptationSetWriter(text, set, isCmaf, presentation.Timeline.Start, options).Write(id++);
        }

        text.Line("   </Period>");
        text.Line("</MPD>");
        return text.ToBytes();
    }

    /// <summary>An xs:duration with three decimals, rounded to the nearest.</summary>
    internal static string Duration(long presentationTicks)
    {
        var millis = (presentationTicks + (TicksPerSecond / 2000)) / (TicksPerSecond / 1000);
        var (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
        var seconds = (millis % 60_000 / 1000m).ToString("F3", CultureInfo.InvariantCulture);
        var head = hours > 0 ? $"{hours}H{minutes}M" : minutes > 0 ? $"{minutes}M" : "";
        return $"PT{head}{seconds}S";
    }
}
