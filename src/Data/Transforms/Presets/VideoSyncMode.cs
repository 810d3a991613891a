namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>How frames are timed in the output.</summary>
public enum VideoSyncMode
{
    /// <summary>The format decides; constant frame rate for MP4.</summary>
    Auto,

    /// <summary>Time stamps of the input; GOPs follow the input.</summary>
    Passthrough,

    /// <summary>Constant frame rate; frames are repeated or dropped.</summary>
    Cfr,

    /// <summary>Variable frame rate.</summary>
    Vfr,
}
