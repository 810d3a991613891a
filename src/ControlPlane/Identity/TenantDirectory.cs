using MediaPlatform.Data.Identity;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>The tenant of this installation: that of its oldest service principal.</summary>
internal sealed class TenantDirectory(ServicePrincipalStore principals)
{
    private Guid? _known;

    /// <summary>Null as long as no principal exists.</summary>
    public async Task<Guid?> FindAsync(CancellationToken cancellationToken)
    {
        if (_known is null && await principals.ListAsync(cancellationToken) is [var oldest, ..])
        {
            _known = oldest.TenantId;
        }

        return _known;
    }

    /// <summary>Whether a path names our tenant: its GUID, or one of the words that mean "whichever".</summary>
    public async Task<bool> IsOursAsync(string tenant, CancellationToken cancellationToken) =>
        tenant is "adfs" or "common" or "organizations" || (Guid.TryParse(tenant, out var id) && await FindAsync(cancellationToken) == id);
}
