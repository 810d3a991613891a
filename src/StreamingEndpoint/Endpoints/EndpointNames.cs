using System.Net;

namespace MediaPlatform.StreamingEndpoint.Endpoints;

/// <summary>
/// Tells host names that only endpoints get (<c>{endpoint}-{account}.{domain}</c>) from those of machines and proxies: where no
/// endpoint has such a name any more, nobody answers at it.
/// </summary>
/// <param name="streaming">Public address of the streaming endpoints; without one, or without a domain in it, endpoints get no names.</param>
internal sealed class EndpointNames(Uri? streaming)
{
    private readonly string? _suffix = streaming is { HostNameType: UriHostNameType.Dns } && !streaming.IsLoopback ? "." + Plain(streaming.Host) : null;
    private readonly string? _shared = streaming is null ? null : Plain(streaming.Host);

    /// <summary>Whether a host names the machine or the domain, not one endpoint of it: loopback, addresses, and the one that all default endpoints share.</summary>
    public bool IsShared(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _) || host.Equals(_shared, StringComparison.OrdinalIgnoreCase);

    public bool IsOfEndpoint(string host)
    {
        if (_suffix is null)
        {
            return false;
        }

        var name = Plain(host);
        if (!name.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var label = name.AsSpan(0, name.Length - _suffix.Length);
        return label.Contains('-') && !label.Contains('.');
    }

    /// <summary>A name without the dot of the root, which says the same.</summary>
    public static string Plain(string host) => host.TrimEnd('.');
}
