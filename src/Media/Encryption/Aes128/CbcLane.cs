namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>One of several CBC encryptions that <see cref="CbcLanes"/> runs together.</summary>
public struct CbcLane(CbcCipher cipher, Memory<byte> blocks)
{
    /// <summary>The chain; after the run it stands behind the last block.</summary>
    public CbcCipher Cipher = cipher;

    /// <summary>Whole blocks, encrypted in place.</summary>
    public Memory<byte> Blocks = blocks;

    /// <summary>Tells the lane from others after they were put in another order.</summary>
    public int Number;
}
