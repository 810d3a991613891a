namespace MediaPlatform.Data.Streaming;

/// <summary>A content key of a locator.</summary>
public sealed class LocatorContentKey
{
    public Guid LocatorId { get; set; }

    /// <summary>The key id (KID) that players send.</summary>
    public Guid Id { get; set; }

    /// <summary>EnvelopeEncryption, CommonEncryptionCenc or CommonEncryptionCbcs.</summary>
    public string Type { get; set; } = "";

    /// <summary>labelReferenceInStreamingPolicy.</summary>
    public string? Label { get; set; }

    /// <summary>The content key policy that says who gets the key.</summary>
    public string? PolicyName { get; set; }

    public IReadOnlyList<TrackSelection> Tracks { get; set; } = [];

    /// <summary>The 16 key bytes, under <see cref="Secrets.ISecretProtector"/>.</summary>
    public string ProtectedValue { get; set; } = "";

    /// <summary>The initialization vector where the scheme has a constant one, under <see cref="Secrets.ISecretProtector"/>.</summary>
    public string? ProtectedIv { get; set; }

    /// <summary>Signals of a key server; null for keys of our own, whose signals the origin makes.</summary>
    public IReadOnlyList<KeySignal>? Signals { get; set; }
}
