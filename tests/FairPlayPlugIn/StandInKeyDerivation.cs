using System.Security.Cryptography;
using MediaPlatform.KeyDelivery.FairPlay;

namespace MediaPlatform.FairPlayPlugIn;

/// <summary>The stand-in D function of the simulated vectors: the first 16 bytes of SHA-256(R2, ASk). Opens no real message.</summary>
public sealed class StandInKeyDerivation : IFairPlayKeyDerivation
{
    public byte[] Derive(ReadOnlySpan<byte> r2, ReadOnlySpan<byte> ask) => SHA256.HashData((byte[])[.. r2, .. ask])[..16];
}
