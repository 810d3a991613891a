using System.Security.Claims;

namespace MediaPlatform.ServiceDefaults.Authentication;

/// <summary>Checks bearer tokens of one issuer: the built-in token endpoint or an OpenID provider.</summary>
public interface ITokenValidator
{
    /// <summary>Null when the token is not of this issuer, is broken, altered, too old or too young.</summary>
    Task<ClaimsIdentity?> ValidateAsync(string token, CancellationToken cancellationToken);
}
