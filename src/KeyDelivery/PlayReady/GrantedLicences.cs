namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>What a licence server is asked to issue for one message of a client.</summary>
/// <param name="Licences">The licences, at least one.</param>
/// <param name="KeysAsked">How many keys the message names; some of them may not be for this caller.</param>
/// <param name="CustomData">Text for the client, if any.</param>
internal sealed record GrantedLicences(IReadOnlyList<GrantedLicence> Licences, int KeysAsked, string? CustomData);
