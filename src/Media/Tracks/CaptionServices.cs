namespace MediaPlatform.Media.Tracks;

/// <summary>Caption services carried inside the video itself (ATSC A/53 user data in SEI messages).</summary>
[Flags]
public enum CaptionServices
{
    None = 0,
    Cea608 = 1,
    Cea708 = 2,
}
