using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>Writes tokens that meet a restriction, for trying a policy out. Only restrictions with a shared secret can be met: of the others we hold no private key.</summary>
public static class TestTokenWriter
{
    private const string DefaultClaimValue = "test";

    /// <summary>A token; null when the primary verification key is no shared secret.</summary>
    /// <param name="restriction">What the token must meet.</param>
    /// <param name="keyId">The key that it names, where it names one.</param>
    /// <param name="times">From when to when it is good.</param>
    /// <param name="maxUses">Limit of uses, if any.</param>
    public static string? Write(ContentKeyPolicyTokenRestriction restriction, Guid? keyId, (DateTimeOffset Start, DateTimeOffset End) times, int? maxUses)
    {
        if (restriction.PrimaryVerificationKey is not ContentKeyPolicySymmetricTokenKey { KeyValue: { Length: > 0 } secret })
        {
            return null;
        }

        var claims = Claims(restriction, keyId, maxUses);
        return restriction.RestrictionTokenType == ContentKeyPolicyRestrictionTokenType.Swt
            ? WriteSwt(restriction, claims, times.End, secret)
            : WriteJwt(restriction, claims, times, secret);
    }

    private static Dictionary<string, string> Claims(ContentKeyPolicyTokenRestriction restriction, Guid? keyId, int? maxUses)
    {
        var claims = (restriction.RequiredClaims ?? []).Where(claim => claim.ClaimType is { Length: > 0 })
            .GroupBy(claim => claim.ClaimType!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().ClaimValue is { Length: > 0 } value ? value : DefaultClaimValue, StringComparer.Ordinal);
        if (keyId is { } id)
        {
            claims[ContentKeyPolicyTokenRestriction.ContentKeyIdentifierClaim] = id.ToString();
        }

        if (maxUses is { } uses)
        {
            claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = uses.ToString(CultureInfo.InvariantCulture);
        }

        return claims;
    }

    private static string WriteJwt(
        ContentKeyPolicyTokenRestriction restriction, Dictionary<string, string> claims, (DateTimeOffset Start, DateTimeOffset End) times, byte[] secret)
    {
        var members = claims.ToDictionary(claim => claim.Key, claim => (object?)claim.Value, StringComparer.Ordinal);
        members["iss"] = restriction.Issuer;
        members["aud"] = restriction.Audience;
        members["nbf"] = times.Start.ToUnixTimeSeconds();
        members["exp"] = times.End.ToUnixTimeSeconds();
        var text = $"{Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(members))}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}";
    }

    private static string WriteSwt(ContentKeyPolicyTokenRestriction restriction, Dictionary<string, string> claims, DateTimeOffset end, byte[] secret)
    {
        var members = claims.Append(new("Audience", restriction.Audience ?? ""))
            .Append(new("ExpiresOn", end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)))
            .Append(new("Issuer", restriction.Issuer ?? ""));
        var text = string.Join('&', members.Select(member => $"{Uri.EscapeDataString(member.Key)}={Uri.EscapeDataString(member.Value)}"));
        return $"{text}&HMACSHA256={Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text))))}";
    }
}
