using System.Collections.Immutable;

namespace MediaPlatform.Media.Captions;

/// <summary>The captions of one sidecar file or text track, by rising start.</summary>
public sealed record CaptionDocument(ImmutableArray<CaptionCue> Cues)
{
    /// <summary>Language that the file states, or empty.</summary>
    public string Language { get; init; } = "";

    /// <summary>STYLE and REGION blocks of a WebVTT source, each without the blank line after it.</summary>
    public ImmutableArray<string> Blocks { get; init; } = [];

    /// <summary>End of the last cue.</summary>
    public TimeSpan End => Cues.IsEmpty ? TimeSpan.Zero : Cues.Max(cue => cue.End);

    /// <summary>The same captions, later by some time.</summary>
    public CaptionDocument Delay(TimeSpan time) =>
        time == TimeSpan.Zero ? this : this with { Cues = [.. Cues.Select(cue => cue with { Start = cue.Start + time, End = cue.End + time })] };

    /// <summary>Cues that are visible at any time of a span.</summary>
    public IEnumerable<CaptionCue> Within(TimeSpan start, TimeSpan end) =>
        Cues.Where(cue => cue.Start < end && cue.End > start);
}
