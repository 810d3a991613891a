namespace MediaPlatform.Media.Captions;

/// <summary>One caption on the timeline of the presentation.</summary>
/// <param name="Start">When it appears.</param>
/// <param name="End">When it goes; after the start.</param>
/// <param name="Payload">Text with WebVTT markup, lines separated by \n.</param>
public sealed record CaptionCue(TimeSpan Start, TimeSpan End, string Payload)
{
    /// <summary>Identifier in the source, or empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>WebVTT cue settings, for example <c>line:0 align:start</c>, or empty.</summary>
    public string Settings { get; init; } = "";
}
