namespace MediaPlatform.Integration.Tests.Fragments;

/// <summary>What a player learns of a track from its init segment.</summary>
/// <param name="Timescale">Ticks per second of all times.</param>
/// <param name="DefaultDuration">Of samples without their own, from trex.</param>
/// <param name="DefaultFlags">Of samples without their own, from trex.</param>
/// <param name="Shift">Ticks that the edit list takes from the composition times.</param>
internal sealed record TrackHeader(long Timescale, long DefaultDuration, int DefaultFlags, long Shift)
{
    /// <summary>Smooth Streaming has no init segment; its fragments say everything, in the time scale of the manifest.</summary>
    public static TrackHeader OfSmooth(long timescale) => new(timescale, 0, 0, 0);

    public static TrackHeader Parse(byte[] init)
    {
        var movie = Box.FindIn(Box.Read(init), "moov")!.Value;
        var header = movie.Find("trak/mdia/mdhd")!.Value;
        var defaults = movie.Find("mvex/trex")!.Value;
        return new(header.Int(header.Version == 1 ? 20 : 12), defaults.Int(12), defaults.Int(20), ShiftOf(movie.Find("trak/edts/elst")));
    }

    // 8.6.6
    private static long ShiftOf(Box? list)
    {
        if (list is not { } edits || edits.Int(4) == 0) return 0;
        var mediaTime = edits.Version == 1 ? edits.Long(16) : edits.Int(12);
        Assert.That(edits.Int(4), Is.EqualTo(1), "edits");
        Assert.That(mediaTime, Is.Not.Negative);
        return mediaTime;
    }
}
