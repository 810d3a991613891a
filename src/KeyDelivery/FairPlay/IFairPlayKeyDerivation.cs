namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>
/// Apple's D function, which only holders of a FairPlay Streaming deployment package have. An operator puts it into an assembly
/// with one public class that implements this interface and has a constructor without parameters; see docs/content-protection.md.
/// </summary>
public interface IFairPlayKeyDerivation
{
    /// <summary>Derives DASk, 16 bytes. Called by many requests at the same time.</summary>
    /// <param name="r2">The R2 value of the message.</param>
    /// <param name="ask">The application secret key, 16 bytes.</param>
    byte[] Derive(ReadOnlySpan<byte> r2, ReadOnlySpan<byte> ask);
}
