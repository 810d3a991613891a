namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Clear bytes followed by protected bytes, as senc lists them (ISO/IEC 23001-7 9.3).</summary>
public readonly record struct Subsample(ushort Clear, uint Protected)
{
    /// <summary>Bytes of both parts.</summary>
    public long Length => (long)Clear + Protected;
}
