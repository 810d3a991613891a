namespace MediaPlatform.Media.TransportStream;

/// <summary>
/// Samples of one segment that were changed before the segment is laid out, because the change alters their sizes
/// (SAMPLE-AES adds emulation prevention bytes). Video samples have a length of four bytes in front of each NAL unit.
/// </summary>
/// <param name="Sizes">Size in bytes of each sample of the segment, in order.</param>
/// <param name="Reader">The samples one after the other, from offset 0.</param>
public sealed record TsRewrittenSamples(ReadOnlyMemory<uint> Sizes, IMediaReader Reader)
{
    /// <summary>What describes the sound to players that cannot look into it: AudioSpecificConfig, or the start of the first frame.</summary>
    public ReadOnlyMemory<byte> AudioSetup { get; init; }
}
