namespace MediaPlatform.ControlPlane.Identity;

/// <summary>A service principal for the host to hand on.</summary>
/// <param name="ClientSecret">The secret; null when the principal existed and its secret is known to the caller only.</param>
public sealed record IssuedCredentials(Guid TenantId, Guid ClientId, string? ClientSecret);
