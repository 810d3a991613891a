namespace MediaPlatform.Data.Identity;

/// <summary>A client that may ask the built-in token endpoint for tokens.</summary>
public sealed class ServicePrincipal
{
    public Guid ClientId { get; set; }

    public string DisplayName { get; set; } = "";

    public Guid TenantId { get; set; }

    /// <summary>Hashes of the valid secrets; two while one is being replaced.</summary>
    public IReadOnlyList<SecretHash> Secrets { get; set; } = [];

    /// <summary>Owner, Contributor, Reader and others of the control plane.</summary>
    public string Role { get; set; } = "";

    /// <summary>ARM id prefix that the role covers; "/" is everything.</summary>
    public string Scope { get; set; } = "/";

    public DateTimeOffset Created { get; set; }

    public long Version { get; set; }
}
