using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MediaPlatform.StreamingEndpoint.Access;

/// <summary>
/// Akamai signature header authentication ("G2O"): the edge proves itself with an HMAC over its data string and the
/// path. The last data field names the key.
/// </summary>
internal static class AkamaiSignature
{
    public const string DataHeader = "X-Akamai-G2O-Auth-Data";
    public const string SignHeader = "X-Akamai-G2O-Auth-Sign";

    private const long MaxClockSkewSeconds = 30;
    private const int FieldCount = 6;

    /// <param name="pathAndQuery">Request target as the edge sent it.</param>
    /// <param name="minVersion">3 HMAC-MD5, 4 HMAC-SHA1, 5 HMAC-SHA256.</param>
    public static bool IsValid(
        string? data, string? signature, string pathAndQuery, IReadOnlyDictionary<string, AkamaiKey> keys, DateTimeOffset now, int minVersion)
    {
        if (string.IsNullOrEmpty(data) || string.IsNullOrEmpty(signature) || data.Length > 1024 || signature.Length > 128)
        {
            return false;
        }

        var fields = data.Split(", ");
        if (fields.Length != FieldCount
            || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version < minVersion
            || !long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            || Math.Abs((decimal)time - now.ToUnixTimeSeconds()) > MaxClockSkewSeconds
            || !keys.TryGetValue(fields[5], out var key)
            || key.Expiration <= now)
        {
            return false;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes + 3];
        var message = Encoding.UTF8.GetBytes(data + pathAndQuery);
        return Convert.TryFromBase64String(signature, given, out var length)
            && Mac(version, key.Secret, message) is { } expected
            && CryptographicOperations.FixedTimeEquals(expected, given[..length]);
    }

    private static byte[]? Mac(int version, byte[] key, byte[] message) => version switch
    {
        3 => HMACMD5.HashData(key, message),
        4 => HMACSHA1.HashData(key, message),
        5 => HMACSHA256.HashData(key, message),
        _ => null,
    };
}
