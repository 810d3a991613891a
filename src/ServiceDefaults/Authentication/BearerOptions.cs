using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.ServiceDefaults.Authentication;

/// <summary>Whose bearer tokens a service accepts beside its own.</summary>
public sealed class BearerOptions : IValidatableObject
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "Authentication";

    /// <summary>Issuer address of an OpenID provider; its keys are found by discovery. Empty: only built-in tokens.</summary>
    public string? Authority { get; set; }

    /// <summary>Audiences that a token of the provider may carry; at least one when an authority is set.</summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>Claim of the provider's token that holds the role names.</summary>
    [Required]
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Names of roles at the provider and what they mean here, such as <c>media-admins</c>: <c>Owner</c>. Equal names need no entry.</summary>
    public IDictionary<string, string> RoleMap { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the built-in token endpoints answer and their tokens are accepted.</summary>
    public bool BuiltIn { get; set; } = true;

    /// <summary>How far the clocks of issuer and service may differ.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Authority))
        {
            if (!BuiltIn)
            {
                yield return new("Authentication:BuiltIn is off and there is no Authentication:Authority: nobody could call.", [nameof(BuiltIn)]);
            }

            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback))
        {
            yield return new("Authentication:Authority must be an https address.", [nameof(Authority)]);
        }

        if (Audiences.Count == 0)
        {
            yield return new("Authentication:Audiences must name at least one audience.", [nameof(Audiences)]);
        }
    }
}
