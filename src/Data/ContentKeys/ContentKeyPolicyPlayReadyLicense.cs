namespace MediaPlatform.Data.ContentKeys;

/// <summary>The rights of one PlayReady licence.</summary>
public sealed record ContentKeyPolicyPlayReadyLicense
{
    /// <summary>Whether test devices may use it; required.</summary>
    public bool? AllowTestDevices { get; init; }

    /// <summary>The security level a client must have.</summary>
    public ContentKeyPolicyPlayReadySecurityLevel? SecurityLevel { get; init; }

    /// <summary>Not valid before.</summary>
    public DateTimeOffset? BeginDate { get; init; }

    /// <summary>Not valid after.</summary>
    public DateTimeOffset? ExpirationDate { get; init; }

    /// <summary>Not valid before this much time after the request.</summary>
    public TimeSpan? RelativeBeginDate { get; init; }

    /// <summary>Not valid after this much time after the request.</summary>
    public TimeSpan? RelativeExpirationDate { get; init; }

    /// <summary>Time that the licence stays usable after it has expired.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>Rights and output protection of playback.</summary>
    public ContentKeyPolicyPlayReadyPlayRight? PlayRight { get; init; }

    /// <summary>Whether the client may store it; required.</summary>
    public ContentKeyPolicyPlayReadyLicenseType? LicenseType { get; init; }

    /// <summary>Where the key id is taken from; required.</summary>
    public ContentKeyPolicyPlayReadyContentKeyLocation? ContentKeyLocation { get; init; }

    /// <summary>Kind of content; required.</summary>
    public ContentKeyPolicyPlayReadyContentType? ContentType { get; init; }
}
