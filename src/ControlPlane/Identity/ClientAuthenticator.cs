using MediaPlatform.Data.Identity;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>Checks client id and secret.</summary>
internal sealed class ClientAuthenticator(ServicePrincipalStore principals, TimeProvider clock) : IDisposable
{
    // Hashing is slow on purpose; this bounds what a flood of wrong secrets may cost.
    private readonly SemaphoreSlim _gate = new(2, 2);
    private readonly string _nobody = SecretHasher.Hash(SecretHasher.NewSecret());

    /// <summary>The principal; null when id or secret is wrong, without telling which.</summary>
    public async Task<ServicePrincipal?> FindAsync(Guid clientId, string secret, CancellationToken cancellationToken)
    {
        var principal = await principals.FindAsync(clientId, cancellationToken);
        var now = clock.GetUtcNow();
        var hashes = principal?.Secrets.Where(one => one.Expires is null || one.Expires > now).Select(one => one.Hash).ToArray() ?? [];
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (hashes.Length == 0)
            {
                _ = SecretHasher.Matches(secret, _nobody); // an unknown client takes as long as a wrong secret
                return null;
            }

            return Array.Exists(hashes, hash => SecretHasher.Matches(secret, hash)) ? principal : null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
