namespace MediaPlatform.Media.Manifests;

/// <summary>How one protection system is announced.</summary>
/// <param name="System">One of <see cref="Encryption.Pssh.ProtectionSystems"/>.</param>
public sealed record SystemSignal(Guid System)
{
    /// <summary>The pssh box, empty when the system has none.</summary>
    public ReadOnlyMemory<byte> Pssh { get; init; }

    /// <summary>The PlayReady object; empty for other systems.</summary>
    public ReadOnlyMemory<byte> PlayReadyObject { get; init; }

    /// <summary>Where licences come from; null leaves it to the player.</summary>
    public string? LicenseUrl { get; init; }

    /// <summary>Where the plain 16 bytes of the key are, for players that ask for them without a licence; null when they cannot be had so.</summary>
    public string? KeyUrl { get; init; }
}
