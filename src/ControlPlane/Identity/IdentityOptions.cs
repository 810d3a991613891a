using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>The built-in token endpoints.</summary>
public sealed class IdentityOptions
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "Identity";

    /// <summary>How long a token is good that a client asks for.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a key signs before the next one takes over.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan SigningKeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a changed or deleted service principal may still be seen as it was.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan PrincipalCache { get; set; } = TimeSpan.FromSeconds(5);
}
