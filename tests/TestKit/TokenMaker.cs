using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MediaPlatform.TestKit;

/// <summary>Makes signed tokens, right and wrong ones.</summary>
public static class TokenMaker
{
    public const string Issuer = "https://sts.contoso.com";
    public const string Audience = "urn:contoso";

    public static readonly byte[] Secret = [.. Enumerable.Range(1, 64).Select(value => (byte)value)];

    public static Dictionary<string, object> Claims(DateTimeOffset now) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Audience,
        ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(30).ToUnixTimeSeconds(),
    };

    public static string Hs256(Dictionary<string, object> claims, byte[]? secret = null) =>
        Sign("HS256", claims, bytes => HMACSHA256.HashData(secret ?? Secret, bytes));

    public static string Rs256(Dictionary<string, object> claims, RSA key, string? keyId = null) =>
        Sign("RS256", claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), keyId);

    public static string Sign(string algorithm, Dictionary<string, object> claims, Func<byte[], byte[]> sign, string? keyId = null)
    {
        var fields = new Dictionary<string, string> { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (keyId is not null)
        {
            fields["kid"] = keyId;
        }

        var header = JsonSerializer.SerializeToUtf8Bytes(fields);
        var text = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }
}
