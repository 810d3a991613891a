using System.Globalization;
using MediaPlatform.Data.ContentKeys;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>Decides whether a token meets a restriction.</summary>
internal sealed class TokenChecker(DiscoveredKeys discovered, TokenUses uses, IOptions<KeyDeliveryOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan s_limitedLifetime = TimeSpan.FromHours(1);

    /// <summary>Null when the token is good for the key, else why it is not.</summary>
    /// <param name="restriction">What a token must say.</param>
    /// <param name="text">The token.</param>
    /// <param name="keyId">The key that is asked for.</param>
    /// <param name="takesUse">Whether this counts as a use of a token that limits them.</param>
    /// <param name="cancellationToken">Stops checking.</param>
    public async ValueTask<string?> CheckAsync(
        ContentKeyPolicyTokenRestriction restriction, string? text, Guid keyId, bool takesUse, CancellationToken cancellationToken)
    {
        if (text is null)
        {
            return "no token";
        }

        return await ReadAsync(restriction, text, cancellationToken) is not { } token ? "signature or form"
            : CheckTimes(token) ?? CheckParties(restriction, token) ?? CheckClaims(restriction, token, keyId)
            ?? await CheckUsesAsync(token, takesUse, cancellationToken);
    }

    /// <summary>Gives back the use that a good check took, for a key that did not go out after all.</summary>
    public async ValueTask GiveBackAsync(ContentKeyPolicyTokenRestriction restriction, string text, CancellationToken cancellationToken)
    {
        if (await ReadAsync(restriction, text, cancellationToken) is { } token && token.Claims.ContainsKey(ContentKeyPolicyTokenRestriction.MaxUsesClaim))
        {
            await uses.GiveBackAsync(token, cancellationToken);
        }
    }

    private async ValueTask<Token?> ReadAsync(ContentKeyPolicyTokenRestriction restriction, string text, CancellationToken cancellationToken) =>
        restriction.RestrictionTokenType switch
        {
            ContentKeyPolicyRestrictionTokenType.Jwt => await ReadJwtAsync(restriction, text, cancellationToken),
            ContentKeyPolicyRestrictionTokenType.Swt => ReadSwt(restriction, text),
            _ => null,
        };

    private async ValueTask<Token?> ReadJwtAsync(ContentKeyPolicyTokenRestriction restriction, string text, CancellationToken cancellationToken)
    {
        if (JwtReader.Parse(text) is not { } jwt)
        {
            return null;
        }

        var isGood = Keys(restriction).Any(jwt.IsSignedBy);
        if (!isGood && !string.IsNullOrEmpty(restriction.OpenIdConnectDiscoveryDocument))
        {
            var keys = await discovered.FindAsync(restriction.OpenIdConnectDiscoveryDocument, jwt.KeyId, cancellationToken);
            isGood = keys.Any(jwt.IsSignedBy);
        }

        return isGood ? jwt.Read() : null;
    }

    private static Token? ReadSwt(ContentKeyPolicyTokenRestriction restriction, string text) =>
        SwtReader.Parse(text) is { } swt && Keys(restriction).Any(swt.IsSignedBy) ? swt.Read() : null;

    private static IEnumerable<VerificationKey> Keys(ContentKeyPolicyTokenRestriction restriction) =>
        new[] { restriction.PrimaryVerificationKey }.Concat(restriction.AlternateVerificationKeys ?? [])
            .Select(VerificationKey.From).OfType<VerificationKey>();

    private string? CheckTimes(Token token)
    {
        var (now, skew) = (clock.GetUtcNow(), options.Value.ClockSkew);
        // The skew is taken to our side of the comparison: a token may end on the last day of the calendar.
        return token.Expires is not { } expires ? "no expiry"
            : now - skew >= expires ? "expired"
            : token.NotBefore is { } start && now + skew < start ? "not valid yet"
            : null;
    }

    private static string? CheckParties(ContentKeyPolicyTokenRestriction restriction, Token token) =>
        !string.Equals(token.Issuer, restriction.Issuer, StringComparison.Ordinal) ? "issuer"
        : !token.Audiences.Contains(restriction.Audience, StringComparer.Ordinal) ? "audience"
        : null;

    private static string? CheckClaims(ContentKeyPolicyTokenRestriction restriction, Token token, Guid keyId)
    {
        foreach (var required in restriction.RequiredClaims ?? [])
        {
            if (required.ClaimType is not { } type || !token.Claims.TryGetValue(type, out var values)
                || (required.ClaimValue is { Length: > 0 } wanted && !values.Contains(wanted, StringComparer.Ordinal)))
            {
                return "required claim";
            }
        }

        // A token that names a key is good for no other, whether or not the policy asks for the claim.
        return token.Claims.TryGetValue(ContentKeyPolicyTokenRestriction.ContentKeyIdentifierClaim, out var ids)
            && !ids.Any(id => Guid.TryParse(id, out var named) && named == keyId)
            ? "key identifier"
            : null;
    }

    private async ValueTask<string?> CheckUsesAsync(Token token, bool takesUse, CancellationToken cancellationToken)
    {
        if (!token.Claims.TryGetValue(ContentKeyPolicyTokenRestriction.MaxUsesClaim, out var values))
        {
            return null;
        }

        return values.Count != 1 || !long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? "uses are no number"
            : token.Expires is not { } expires || expires > clock.GetUtcNow() + s_limitedLifetime ? "limited uses need an expiry within one hour"
            : await (takesUse ? uses.TryTakeAsync(token, limit, expires, cancellationToken) : uses.HasLeftAsync(token, limit, cancellationToken)) ? null
            : "no use left";
    }
}
