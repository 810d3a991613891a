namespace MediaPlatform.Encoder.Presets;

/// <summary>The ladders that have fixed bitrates. Their sizes are boxes to fit into; a source is never enlarged.</summary>
internal static class FixedLadders
{
    public static readonly LadderRung[] H264MultipleBitrate1080p =
    [
        new(new(1920, 1080), 6000), new(new(1920, 1080), 4700), new(new(1280, 720), 3400), new(new(960, 540), 2250), new(new(960, 540), 1500),
        new(new(640, 360), 1000), new(new(640, 360), 650), new(new(320, 180), 400),
    ];

    public static readonly LadderRung[] H264MultipleBitrate720p =
    [
        new(new(1280, 720), 3400), new(new(960, 540), 2250), new(new(960, 540), 1500), new(new(640, 360), 1000), new(new(640, 360), 650),
        new(new(320, 180), 400),
    ];

    public static readonly LadderRung[] H264MultipleBitrateSd =
    [
        new(new(848, 480), 1900), new(new(848, 480), 1300), new(new(640, 360), 900), new(new(640, 360), 650), new(new(432, 240), 400),
    ];

    /// <summary>Fits every box to a source; a portrait source turns the boxes.</summary>
    public static IReadOnlyList<LadderRung> Fit(IReadOnlyList<LadderRung> ladder, PictureSize source) =>
        [.. ladder.Select(rung => new LadderRung(source.FitInto(source.IsPortrait ? rung.Size.Turned : rung.Size), rung.Kbps))];
}
