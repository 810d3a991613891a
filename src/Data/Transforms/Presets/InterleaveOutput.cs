namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Whether sound and picture share an output file.</summary>
public enum InterleaveOutput
{
    /// <summary>One track per file.</summary>
    NonInterleavedOutput,

    /// <summary>Sound and picture in one file.</summary>
    InterleavedOutput,
}
