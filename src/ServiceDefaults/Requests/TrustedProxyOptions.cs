namespace MediaPlatform.ServiceDefaults.Requests;

/// <summary>Which reverse proxies may say under which scheme and host a client called.</summary>
public sealed class TrustedProxyOptions
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "Proxies";

    /// <summary>Addresses (<c>10.0.0.5</c>) or networks (<c>10.0.0.0/8</c>) whose X-Forwarded-For, -Proto and -Host are believed. None by default.</summary>
    public IList<string> Trusted { get; } = [];
}
