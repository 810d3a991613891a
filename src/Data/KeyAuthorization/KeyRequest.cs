using System.Net;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>A request as it could come to the key delivery.</summary>
/// <param name="Configuration">The kind of configuration that delivers what is asked for.</param>
/// <param name="KeyId">The key.</param>
/// <param name="Token">The token, if any.</param>
/// <param name="Address">Where the request comes from.</param>
public sealed record KeyRequest(Type Configuration, Guid KeyId, string? Token, IPAddress? Address);
