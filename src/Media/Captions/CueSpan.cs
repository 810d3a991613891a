namespace MediaPlatform.Media.Captions;

/// <summary>Text of one style; \n breaks the line.</summary>
internal readonly record struct CueSpan(string Text, CueStyle Style);
