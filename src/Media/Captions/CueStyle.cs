namespace MediaPlatform.Media.Captions;

/// <summary>How a span of caption text looks.</summary>
/// <param name="Colour">Name of a WebVTT colour class, or null.</param>
internal readonly record struct CueStyle(bool Bold, bool Italic, bool Underline, string? Colour);
