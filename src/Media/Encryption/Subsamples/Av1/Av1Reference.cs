namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>What later frame headers depend on in a frame that was kept, AV1 specification 7.20. Immutable.</summary>
internal sealed record Av1Reference
{
    public bool IsKey { get; init; }

    public int UpscaledWidth { get; init; }

    public int Height { get; init; }

    public int OrderHint { get; init; }

    /// <summary>Warp parameters of the seven reference frames, six each.</summary>
    public int[] GlobalMotion { get; init; } = Av1GlobalMotion.Default;

    /// <summary>Quantizer change of each segment; null where it has none.</summary>
    public int?[] SegmentQuantizers { get; init; } = new int?[Av1Segments.Count];
}
