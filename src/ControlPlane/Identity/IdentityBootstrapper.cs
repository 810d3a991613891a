using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Identity;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>Makes sure that a host has a tenant and a service principal, and issues tokens to it.</summary>
public sealed class IdentityBootstrapper
{
    /// <summary>Role of a principal that may do everything.</summary>
    public const string OwnerRole = "Owner";

    private readonly ServicePrincipalStore _principals;
    private readonly TokenIssuer _issuer;
    private readonly TokenKeys _keys;
    private readonly TimeProvider _clock;

    internal IdentityBootstrapper(ServicePrincipalStore principals, TokenIssuer issuer, TokenKeys keys, TimeProvider clock)
    {
        _principals = principals;
        _issuer = issuer;
        _keys = keys;
        _clock = clock;
    }

    /// <summary>Begins to make the key that the first token of a new installation will want.</summary>
    public void MakeKeyAhead() => _keys.MakeAhead();

    /// <summary>
    /// Ensures a principal. With a client id and secret these are stored (the secret as a hash) or, when the principal exists, the secret is
    /// made valid beside those it has; without, a new principal with a random secret is returned.
    /// </summary>
    /// <param name="scope">ARM id prefix that the role covers; "/" is everything.</param>
    public async Task<IssuedCredentials> EnsureAsync(
        string displayName, Guid? clientId, string? clientSecret, string role, string scope, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        if (!Arm.Pipeline.Roles.All.Contains(role, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"There is no role '{role}'.", nameof(role));
        }

        var existing = clientId is { } id ? await _principals.FindAsync(id, cancellationToken) : null;
        var secret = clientSecret ?? (existing is null ? SecretHasher.NewSecret() : null);
        var principal = existing ?? new ServicePrincipal
        {
            ClientId = clientId ?? Guid.NewGuid(),
            TenantId = await TenantAsync(cancellationToken),
            Created = _clock.GetUtcNow(),
        };
        var isKnown = secret is null || principal.Secrets.Any(hash => SecretHasher.Matches(secret, hash.Hash));
        if (existing is null || !isKnown || principal.Role != role || principal.Scope != scope || principal.DisplayName != displayName)
        {
            principal.DisplayName = displayName;
            principal.Role = role;
            principal.Scope = scope;
            if (!isKnown)
            {
                principal.Secrets = [.. principal.Secrets, new SecretHash(SecretHasher.Hash(secret!), _clock.GetUtcNow(), Expires: null)];
            }

            if (await _principals.SaveAsync(principal, cancellationToken) == SaveOutcome.Conflict)
            {
                throw new InvalidOperationException($"The service principal {principal.ClientId} was changed at the same time.");
            }
        }

        return new(principal.TenantId, principal.ClientId, secret);
    }

    /// <summary>Makes a new secret; the ones before stay valid for a while, so that it can be handed on first.</summary>
    public async Task<string> RotateSecretAsync(Guid clientId, TimeSpan keepOldFor, CancellationToken cancellationToken)
    {
        var principal = await _principals.FindAsync(clientId, cancellationToken) ?? throw new InvalidOperationException($"There is no service principal {clientId}.");
        var now = _clock.GetUtcNow();
        var secret = SecretHasher.NewSecret();
        var old = principal.Secrets.Where(hash => hash.Expires is null || hash.Expires > now).Select(hash => hash with { Expires = Earlier(hash.Expires, now + keepOldFor) });
        principal.Secrets = [.. old, new SecretHash(SecretHasher.Hash(secret), now, Expires: null)];
        return await _principals.SaveAsync(principal, cancellationToken) == SaveOutcome.Updated
            ? secret
            : throw new InvalidOperationException($"The service principal {clientId} was changed at the same time.");
    }

    /// <summary>A bearer token, for scripts on this machine.</summary>
    /// <param name="endpoint">https address of the management API, used as issuer and audience.</param>
    public async Task<string> IssueTokenAsync(Guid clientId, Uri endpoint, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var principal = await _principals.FindAsync(clientId, cancellationToken) ?? throw new InvalidOperationException($"There is no service principal {clientId}.");
        var origin = endpoint.GetLeftPart(UriPartial.Authority);
        return await _issuer.IssueAsync(principal, $"{origin}/adfs", origin, lifetime, cancellationToken);
    }

    private static DateTimeOffset Earlier(DateTimeOffset? first, DateTimeOffset second) => first is { } time && time < second ? time : second;

    private async Task<Guid> TenantAsync(CancellationToken cancellationToken) =>
        await _principals.ListAsync(cancellationToken) is [var oldest, ..] ? oldest.TenantId : Guid.NewGuid();
}
