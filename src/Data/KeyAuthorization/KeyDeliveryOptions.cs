using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>How keys are handed out.</summary>
public sealed class KeyDeliveryOptions
{
    public const string Section = "KeyDelivery";

    /// <summary>How long a key and its policy are kept in memory; a changed policy acts after this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:05")]
    public TimeSpan PolicyLifetime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How far the clocks of token issuers may differ from ours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:15:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long keys of an OpenID provider are used before they are read again; an unknown key id reads them earlier.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan DiscoveryLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Lets policies name discovery documents at http addresses, and lets them be read over http and from loopback, private and link-local addresses.</summary>
    public bool AllowPrivateDiscovery { get; set; }
}
