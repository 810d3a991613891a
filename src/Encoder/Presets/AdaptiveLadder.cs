namespace MediaPlatform.Encoder.Presets;

/// <summary>
/// The automatic ladder of AdaptiveStreaming: never above the resolution or the bitrate of the source. The published ladders for 1080p, 720p and
/// 360p sources come out exactly.
/// </summary>
internal static class AdaptiveLadder
{
    private const double TableFrameRate = 30000.0 / 1001;
    private const double FrameRateExponent = 0.8;
    private const double PixelExponent = 0.81;
    private const int LowestKbps = 30;

    // Boxes of 16:9 at 29.97 frames per second. The first two are extended by pixels^0.81: nothing was published above 1080 lines.
    private static readonly LadderRung[] Table =
    [
        new(new(3840, 2160), 20840), new(new(2560, 1440), 10810), new(new(1920, 1080), 6780), new(new(1280, 720), 3520), new(new(960, 540), 2210),
        new(new(640, 360), 1150), new(new(480, 270), 720), new(new(320, 180), 380),
    ];

    /// <summary>The rungs for a source, best first; there is always one.</summary>
    /// <param name="source">Displayed size.</param>
    /// <param name="frameRate">Frames per second.</param>
    /// <param name="sourceBitRate">Video bits per second; 0 when unknown.</param>
    /// <param name="maxHeight">Lines of the highest rung, counted on the short side of a portrait picture.</param>
    public static IReadOnlyList<LadderRung> For(PictureSize source, double frameRate, long sourceBitRate, int maxHeight = 1080)
    {
        var scale = Math.Pow(frameRate / TableFrameRate, FrameRateExponent);
        var rungs = Sizes(source, maxHeight).Select(rung => (rung.Size, Kbps: rung.Kbps * scale)).ToList();
        var cap = sourceBitRate > 0 ? Math.Min(1, sourceBitRate / 1000.0 / rungs[0].Kbps) : 1;
        return [.. rungs.Select(rung => new LadderRung(rung.Size, Math.Max(LowestKbps, (int)Math.Round(rung.Kbps * cap / 10, MidpointRounding.AwayFromZero) * 10)))];
    }

    private static List<(PictureSize Size, double Kbps)> Sizes(PictureSize source, int maxHeight)
    {
        var rungs = new List<(PictureSize Size, double Kbps)>();
        foreach (var (landscape, kbps) in Table.Where(rung => rung.Size.Height <= maxHeight))
        {
            var box = source.IsPortrait ? landscape.Turned : landscape;
            var size = source.FitInto(box);
            var fills = source.Width >= box.Width || source.Height >= box.Height;
            // A box that the source does not fill holds the source itself, at a rate for its own size: only the smallest such box counts.
            if (!fills && rungs.Count > 0 && rungs[^1].Size == size) rungs.RemoveAt(rungs.Count - 1);
            if (rungs.Count > 0 && size.Pixels > 0.85 * rungs[^1].Size.Pixels) continue;
            rungs.Add((size, fills ? kbps : kbps * Math.Pow((double)size.Pixels / box.Pixels, PixelExponent)));
        }

        return rungs;
    }
}
