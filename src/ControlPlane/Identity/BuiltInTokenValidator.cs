using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.Data.Identity;
using MediaPlatform.ServiceDefaults.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>
/// Accepts tokens that our own endpoints signed. The principal is looked up again, so that a deleted one is out at once and a changed role
/// counts without a new token. The audience is whatever resource the client named: this API is the only one that trusts these keys.
/// </summary>
internal sealed class BuiltInTokenValidator(
    TokenKeys keys, ServicePrincipalStore principals, IOptions<BearerOptions> bearer, IOptions<IdentityOptions> options, TimeProvider clock) : ITokenValidator
{
    private const int MostCached = 1000;

    // A client sends one token with every request, and the check of its signature would be a quarter of the work of most.
    private static readonly TimeSpan s_rememberSignature = TimeSpan.FromMinutes(5);
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ConcurrentDictionary<Guid, (ServicePrincipal? Principal, DateTimeOffset Read)> _cache = new();
    private readonly ConcurrentDictionary<UInt128, CheckedToken> _checked = new();

    public async Task<ClaimsIdentity?> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (!bearer.Value.BuiltIn)
        {
            return null;
        }

        // Of a token that was checked, only the hash is kept. Its key and its principal are looked up all the same.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        var name = BinaryPrimitives.ReadUInt128BigEndian(hash);
        var now = clock.GetUtcNow();
        if (!_checked.TryGetValue(name, out var known) || known.ForgetAt <= now)
        {
            known = await CheckAsync(token, cancellationToken);
            Remember(name, known, now);
        }

        return known is not null && known.Expires > now
            && await keys.FindAsync(known.KeyId, cancellationToken) is not null
            && await FindAsync(known.ClientId, cancellationToken) is { } principal
                ? Identity(principal)
                : null;
    }

    private async Task<CheckedToken?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        if (!_handler.CanReadToken(token) || KeyIdOf(token) is not { } id || await keys.FindAsync(id, cancellationToken) is not { } key)
        {
            return null;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidateIssuer = false, // it is the address by which the client reached us; the signature proves that the token is ours
            ValidateAudience = false,
            LifetimeValidator = IsAlive,
        });
        return result.IsValid && result.Claims.TryGetValue("appid", out var client) && Guid.TryParse(client as string, out var clientId)
            ? new(id, clientId, result.SecurityToken.ValidTo, clock.GetUtcNow() + s_rememberSignature)
            : null;
    }

    // What is refused is not kept: made-up tokens must not push out the real ones.
    private void Remember(UInt128 name, CheckedToken? token, DateTimeOffset now)
    {
        if (token is null)
        {
            return;
        }

        if (_checked.Count >= MostCached)
        {
            foreach (var (other, old) in _checked)
            {
                if (old.ForgetAt <= now)
                {
                    _checked.TryRemove(other, out _);
                }
            }

            if (_checked.Count >= MostCached)
            {
                _checked.Clear();
            }
        }

        _checked[name] = token;
    }

    private string? KeyIdOf(string token)
    {
        try
        {
            return _handler.ReadJsonWebToken(token).Kid;
        }
        catch (Exception error) when (error is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now && (notBefore ?? now) <= now + bearer.Value.ClockSkew;
    }

    private async Task<ServicePrincipal?> FindAsync(Guid clientId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_cache.TryGetValue(clientId, out var cached) && now - cached.Read < options.Value.PrincipalCache)
        {
            return cached.Principal;
        }

        if (_cache.Count > MostCached)
        {
            _cache.Clear();
        }

        var principal = await principals.FindAsync(clientId, cancellationToken);
        _cache[clientId] = (principal, now);
        return principal;
    }

    private static ClaimsIdentity Identity(ServicePrincipal principal) => new(
        [
            new(CallerClaims.Id, principal.ClientId.ToString("D")),
            new(CallerClaims.Name, principal.DisplayName.Length > 0 ? principal.DisplayName : principal.ClientId.ToString("D")),
            new(CallerClaims.Kind, "Application"),
            new(CallerClaims.Role, principal.Role),
            new(CallerClaims.Scope, principal.Scope),
        ],
        "Bearer",
        CallerClaims.Name,
        CallerClaims.Role);

    /// <summary>A token whose signature held.</summary>
    private sealed record CheckedToken(string KeyId, Guid ClientId, DateTimeOffset Expires, DateTimeOffset ForgetAt);
}
