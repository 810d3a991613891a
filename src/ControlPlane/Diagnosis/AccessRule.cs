using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.ControlPlane.Diagnosis;

/// <summary>Whom a streaming endpoint lets in, in words. The origin sees the address of this service, not that of a viewer.</summary>
internal static class AccessRule
{
    private const int MostNetworks = 3;

    /// <summary>The callers, as part of a sentence; null when everybody may ask.</summary>
    public static string? Of(StreamingEndpointRecord endpoint)
    {
        var networks = endpoint.AccessControl?.Ip?.Allow ?? [];
        var isSigned = endpoint.AccessControl?.Akamai?.AkamaiSignatureHeaderAuthenticationKeyList is { Count: > 0 };
        return (networks.Count > 0, isSigned) switch
        {
            (false, false) => null,
            (false, true) => "edges of a CDN that sign with one of its Akamai keys",
            (true, false) => $"callers from {Listed(networks)}",
            _ => $"edges of a CDN that ask from {Listed(networks)} and sign with one of its Akamai keys",
        };
    }

    private static string Listed(IReadOnlyList<IPRange> networks)
    {
        var listed = string.Join(", ", networks.Take(MostNetworks)
            .Select(network => network.SubnetPrefixLength is { } prefix ? $"{network.Address}/{prefix}" : network.Address));
        return networks.Count > MostNetworks ? $"{listed} and {networks.Count - MostNetworks} more networks" : listed;
    }
}
