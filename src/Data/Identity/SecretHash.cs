namespace MediaPlatform.Data.Identity;

/// <param name="Hash">Salted hash in the form that its writer chose; never the secret.</param>
public sealed record SecretHash(string Hash, DateTimeOffset Created, DateTimeOffset? Expires);
