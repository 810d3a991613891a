using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>
/// Reads a simple web token: <c>claim=value&amp;...&amp;HMACSHA256={signature}</c>. The signature is over the text as received,
/// since issuers differ in the case of their percent escapes.
/// </summary>
internal sealed class SwtReader
{
    private const string SignatureName = "&HMACSHA256=";
    private readonly string _signed;
    private readonly byte[] _signature;

    private SwtReader(string signed, byte[] signature) => (_signed, _signature) = (signed, signature);

    /// <summary>Null when the text is not a token.</summary>
    public static SwtReader? Parse(string text)
    {
        var at = text.LastIndexOf(SignatureName, StringComparison.Ordinal);
        if (at <= 0)
        {
            return null;
        }

        var signature = WebUtility.UrlDecode(text[(at + SignatureName.Length)..]);
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(signature, bytes, out var count) && count == bytes.Length
            ? new SwtReader(text[..at], bytes)
            : null;
    }

    public bool IsSignedBy(VerificationKey key) =>
        key.Secret is not null
        && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(_signed)), _signature);

    /// <summary>What the token says; null when its time of expiry is missing or no number.</summary>
    public Token? Read()
    {
        var claims = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var pair in _signed.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !claims.TryAdd(WebUtility.UrlDecode(pair[..equals]), [WebUtility.UrlDecode(pair[(equals + 1)..])]))
            {
                return null;
            }
        }

        return claims.TryGetValue("ExpiresOn", out var expires)
            && long.TryParse(expires[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300799
            ? new Token(
                claims.GetValueOrDefault("Issuer")?[0], claims.GetValueOrDefault("Audience") ?? [], null,
                DateTimeOffset.FromUnixTimeSeconds(seconds), claims, SHA256.HashData(_signature))
            : null;
    }
}
