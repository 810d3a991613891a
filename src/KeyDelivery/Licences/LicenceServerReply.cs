namespace MediaPlatform.KeyDelivery.Licences;

/// <summary>What a licence server answered.</summary>
internal sealed record LicenceServerReply(int Status, string? ContentType, byte[] Body);
