namespace MediaPlatform.Data.Streaming;

/// <summary>What manifests and init segments say of a key to one protection system, as the key server that made the key gave it.</summary>
/// <param name="System">Identifier of the protection system.</param>
/// <param name="Pssh">The whole pssh box.</param>
/// <param name="PlayReadyObject">The PlayReady object.</param>
/// <param name="LicenseUrl">Where players get the licence; of FairPlay the <c>skd</c> address.</param>
public sealed record KeySignal(Guid System, byte[]? Pssh = null, byte[]? PlayReadyObject = null, string? LicenseUrl = null);
