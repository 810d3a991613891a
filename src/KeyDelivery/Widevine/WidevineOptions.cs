using System.ComponentModel.DataAnnotations;
using MediaPlatform.KeyDelivery.Licences;

namespace MediaPlatform.KeyDelivery.Widevine;

/// <summary>The operator's account with the Widevine licence service.</summary>
public sealed class WidevineOptions : IValidatableObject
{
    public const string Section = "Widevine";

    private const int KeyBytes = 32;
    private const int IvBytes = 16;

    /// <summary>Address of the licence service; the provider's name is added to it.</summary>
    public string ServiceUrl { get; set; } = "https://license.widevine.com/cenc/getlicense/";

    /// <summary>Name of the provider, as agreed with Google.</summary>
    public string? Provider { get; set; }

    /// <summary>The provider's signing key, 32 bytes in hexadecimal. A secret.</summary>
    public string? SigningKey { get; set; }

    /// <summary>The provider's signing initialization vector, 16 bytes in hexadecimal. A secret.</summary>
    public string? SigningIv { get; set; }

    /// <summary>How long the licence service may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Names of the settings that must be there before licences can be had.</summary>
    internal IReadOnlyList<string> MissingSettings() =>
        [.. new[] { (nameof(Provider), Provider), (nameof(SigningKey), SigningKey), (nameof(SigningIv), SigningIv) }
            .Where(setting => string.IsNullOrEmpty(setting.Item2)).Select(setting => $"{Section}:{setting.Item1}")];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!LicenceServerClient.IsSafe(ServiceUrl))
        {
            yield return new($"{Section}:{nameof(ServiceUrl)} must be an https address.");
        }

        if (!string.IsNullOrEmpty(SigningKey) && !IsHex(SigningKey, KeyBytes))
        {
            yield return new($"{Section}:{nameof(SigningKey)} must be {KeyBytes} bytes in hexadecimal.");
        }

        if (!string.IsNullOrEmpty(SigningIv) && !IsHex(SigningIv, IvBytes))
        {
            yield return new($"{Section}:{nameof(SigningIv)} must be {IvBytes} bytes in hexadecimal.");
        }
    }

    private static bool IsHex(string text, int bytes) => text.Length == bytes * 2 && text.All(char.IsAsciiHexDigit);
}
