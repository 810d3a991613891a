using System.Globalization;
using System.Security.Cryptography;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>Client secrets at rest: PBKDF2-HMAC-SHA256 with a salt of their own, as <c>pbkdf2-sha256$iterations$salt$hash</c>.</summary>
internal static class SecretHasher
{
    private const string Scheme = "pbkdf2-sha256";
    private const int Iterations = 100_000;
    private const int MostIterations = 10_000_000;
    private const int Size = 32;

    public static string Hash(string secret)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var hash = Derive(secret, salt, Iterations);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>Compares in a time that does not depend on where the difference is.</summary>
    public static bool Matches(string secret, string stored)
    {
        var parts = stored.Split('$');
        return parts.Length == 4 && parts[0] == Scheme
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) && iterations is > 0 and <= MostIterations
            && CryptographicOperations.FixedTimeEquals(Derive(secret, Convert.FromBase64String(parts[2]), iterations), Convert.FromBase64String(parts[3]));
    }

    /// <summary>A new secret of 256 random bits, safe in a URL and in a shell.</summary>
    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] Derive(string secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, HashAlgorithmName.SHA256, Size);
}
