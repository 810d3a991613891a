using System.Security.Cryptography;
using System.Text;

namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>Compares signatures without telling by time how much of one was right.</summary>
internal static class Signatures
{
    public static bool Match(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
