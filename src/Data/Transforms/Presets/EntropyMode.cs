namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Entropy coding of H.264.</summary>
public enum EntropyMode
{
    /// <summary>Context-adaptive binary arithmetic coding.</summary>
    Cabac,

    /// <summary>Context-adaptive variable-length coding.</summary>
    Cavlc,
}
