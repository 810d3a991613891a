using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.ControlPlane.KeyServer;

/// <summary>A key server of others that content keys of locators are taken from: CPIX 2.3, asked as SPEKE version 2 says.</summary>
public sealed class KeyServerOptions : IValidatableObject
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "KeyServer";

    /// <summary>Its address, https; empty when there is none.</summary>
    public string? Url { get; set; }

    /// <summary>Name with which we prove ourselves there (HTTP Basic).</summary>
    public string? UserName { get; set; }

    /// <summary>Password with which we prove ourselves there. A secret.</summary>
    public string? Password { get; set; }

    /// <summary>Takes the keys of all new locators from there, unless the request says otherwise.</summary>
    public bool ForAllLocators { get; set; }

    /// <summary>A PKCS#12 file: with it, keys must come encrypted to its certificate (RSA).</summary>
    public string? CertificatePath { get; set; }

    /// <summary>Password of that file. A secret.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Lets the key server have a loopback, private or link-local address, and plain http on loopback.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long the key server may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url) && !IsSafe(Url))
        {
            yield return new ValidationResult($"{Section}:{nameof(Url)} must be an https address.", [nameof(Url)]);
        }

        if (string.IsNullOrEmpty(Url) && ForAllLocators)
        {
            yield return new ValidationResult($"{Section}:{nameof(ForAllLocators)} needs {Section}:{nameof(Url)}.", [nameof(ForAllLocators)]);
        }

        if (string.IsNullOrEmpty(UserName) != string.IsNullOrEmpty(Password))
        {
            yield return new ValidationResult($"{Section}:{nameof(UserName)} and {Section}:{nameof(Password)} belong together.", [nameof(Password)]);
        }

        if (!string.IsNullOrEmpty(CertificatePath) && !File.Exists(CertificatePath))
        {
            yield return new ValidationResult($"The file of {Section}:{nameof(CertificatePath)} is not there.", [nameof(CertificatePath)]);
        }
    }

    // Keys come from there, so plain http may not leave this machine.
    private bool IsSafe(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (AllowPrivateAddresses && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
