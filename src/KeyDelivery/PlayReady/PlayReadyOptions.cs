using System.ComponentModel.DataAnnotations;
using MediaPlatform.KeyDelivery.Licences;

namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>The PlayReady licence server that the operator runs or rents.</summary>
public sealed class PlayReadyOptions : IValidatableObject
{
    public const string Section = "PlayReady";

    /// <summary>Address of the licence server, without parameters.</summary>
    public string? LicenseServerUrl { get; set; }

    /// <summary>Value of the Authorization header that the licence server wants, if any. A secret.</summary>
    public string? Authorization { get; set; }

    /// <summary>How key and rights are handed to the licence server.</summary>
    public PlayReadyParameters Parameters { get; set; }

    /// <summary>How long the licence server may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(LicenseServerUrl) && (!LicenceServerClient.IsSafe(LicenseServerUrl) || LicenseServerUrl.AsSpan().ContainsAny('?', '#')))
        {
            yield return new($"{Section}:{nameof(LicenseServerUrl)} must be an https address without a query.");
        }
    }
}
