using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>Reads a signed JSON web token, RFC 7515 3.1 and RFC 7519 4. Unsigned and encrypted ones are not tokens.</summary>
internal sealed class JwtReader
{
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 16 };
    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly JsonElement _payload;

    private JwtReader(string algorithm, string? keyId, JsonElement payload, byte[] signed, byte[] signature)
    {
        (Algorithm, KeyId, _payload, _signed, _signature) = (algorithm, keyId, payload, signed, signature);
    }

    public string Algorithm { get; }

    public string? KeyId { get; }

    /// <summary>Null when the text is not a signed token.</summary>
    public static JwtReader? Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || parts.Any(part => part.Length == 0))
        {
            return null;
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]), s_json);
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]), s_json);
            if (header.RootElement.ValueKind != JsonValueKind.Object || payload.RootElement.ValueKind != JsonValueKind.Object
                || Text(header.RootElement, "alg") is not { } algorithm || header.RootElement.TryGetProperty("crit", out _))
            {
                return null;
            }

            var signed = Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]);
            return new JwtReader(
                algorithm, Text(header.RootElement, "kid"), payload.RootElement.Clone(), signed, Base64Url.DecodeFromChars(parts[2]));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool IsSignedBy(VerificationKey key) => key.Verifies(Algorithm, _signed, _signature);

    /// <summary>What the token says; null when a time in it is not a number of this world, or a text no Unicode.</summary>
    public Token? Read()
    {
        try
        {
            return ReadClaims();
        }
        catch (InvalidOperationException)
        {
            // JSON text is looked at only when it is taken out: a good issuer may have signed half a surrogate pair of a stranger's.
            return null;
        }
    }

    private Token? ReadClaims()
    {
        var claims = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var claim in _payload.EnumerateObject())
        {
            claims[claim.Name] = Values(claim.Value);
        }

        return TryTime("nbf", out var notBefore) && TryTime("exp", out var expires)
            ? new Token(Text(_payload, "iss"), claims.GetValueOrDefault("aud") ?? [], notBefore, expires, claims, SHA256.HashData(_signature))
            : null;
    }

    private bool TryTime(string name, out DateTimeOffset? time)
    {
        time = null;
        if (!_payload.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || !(seconds is >= 0 and < 253402300799))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }

    private static List<string> Values(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(Value)]
        : [Value(value)];

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
