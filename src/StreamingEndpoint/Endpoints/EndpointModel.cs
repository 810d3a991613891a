using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.StreamingEndpoint.Access;
using Microsoft.Extensions.Primitives;

namespace MediaPlatform.StreamingEndpoint.Endpoints;

/// <summary>A streaming endpoint compiled for requests; immutable.</summary>
internal sealed class EndpointModel
{
    // RFC 4291 2.5.5.2.
    private const int MappedBits = 96;

    public required string Name { get; init; }

    public required Guid AccountId { get; init; }

    public required StreamingEndpointState State { get; init; }

    /// <summary>How long caches may keep fragments and on-demand manifests.</summary>
    public required TimeSpan CacheAge { get; init; }

    /// <summary>Cache-Control of fragments and on-demand manifests.</summary>
    public required StringValues CacheControl { get; init; }

    /// <summary>Networks that may ask; empty admits everybody.</summary>
    public required IPNetwork[] AllowedNetworks { get; init; }

    /// <summary>Keys of the Akamai signature header by identifier; empty asks for no signature.</summary>
    public required FrozenDictionary<string, AkamaiKey> AkamaiKeys { get; init; }

    public required string? ClientAccessPolicy { get; init; }

    public required string? CrossDomainPolicy { get; init; }

    public bool IsDefault => Name.Equals("default", StringComparison.OrdinalIgnoreCase);

    public bool IsServing => State is StreamingEndpointState.Running or StreamingEndpointState.Scaling;

    public bool Admits(IPAddress? address)
    {
        if (AllowedNetworks.Length == 0)
        {
            return true;
        }

        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in AllowedNetworks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    public static EndpointModel From(StreamingEndpointRecord record, ISecretProtector secrets, int defaultCacheAge) => new()
    {
        Name = record.Name,
        AccountId = record.AccountId,
        State = record.ResourceState,
        CacheAge = TimeSpan.FromSeconds(record.MaxCacheAge ?? defaultCacheAge),
        CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={record.MaxCacheAge ?? defaultCacheAge}"),
        AllowedNetworks = [.. (record.AccessControl?.Ip?.Allow ?? []).Select(Network).OfType<IPNetwork>()],
        AkamaiKeys = (record.AccessControl?.Akamai?.AkamaiSignatureHeaderAuthenticationKeyList ?? [])
            .Where(key => key.Identifier is not null && key.Base64Key is not null)
            .GroupBy(key => key.Identifier!, StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => new AkamaiKey(Convert.FromBase64String(secrets.UnprotectText(group.Last().Base64Key!)), group.Last().Expiration),
                StringComparer.Ordinal),
        ClientAccessPolicy = Text(record.CrossSiteAccessPolicies?.ClientAccessPolicy),
        CrossDomainPolicy = Text(record.CrossSiteAccessPolicies?.CrossDomainPolicy),
    };

    // An entry without prefix names one address. What cannot be read admits nobody, but still closes the list.
    private static IPNetwork? Network(IPRange range)
    {
        if (!IPAddress.TryParse(range.Address, out var address))
        {
            return new IPNetwork(IPAddress.None, 32);
        }

        var bits = address.GetAddressBytes().Length * 8;
        var prefix = Math.Clamp(range.SubnetPrefixLength ?? bits, 0, bits);
        if (address.IsIPv4MappedToIPv6 && prefix >= MappedBits)
        {
            // Callers are compared in the form of IPv4.
            (address, prefix) = (address.MapToIPv4(), prefix - MappedBits);
        }

        return new IPNetwork(Masked(address, prefix), prefix);
    }

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var keep = Math.Clamp(prefix - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF00 >> keep);
        }

        return new IPAddress(bytes);
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
