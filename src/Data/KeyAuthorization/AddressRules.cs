using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>The account's <c>keyDelivery.accessControl</c>: which client addresses may ask for keys.</summary>
public sealed class AddressRules
{
    // Bits before the IPv4 address in ::ffff:0:0/96, RFC 4291 2.5.5.2.
    private const int MappedPrefix = 96;

    private readonly bool _deniesOthers;
    private readonly List<IPNetwork> _allowed = [];

    private AddressRules(bool deniesOthers) => _deniesOthers = deniesOthers;

    /// <summary>Reads the rules out of the stored properties of an account.</summary>
    public static AddressRules Read(string propertiesJson)
    {
        using var properties = JsonDocument.Parse(propertiesJson);
        if (Member(properties.RootElement, "keyDelivery") is not { } delivery || Member(delivery, "accessControl") is not { } access)
        {
            return new AddressRules(false);
        }

        var rules = new AddressRules(Member(access, "defaultAction") is { ValueKind: JsonValueKind.String } action && "Deny".Equals(action.GetString(), StringComparison.OrdinalIgnoreCase));
        if (Member(access, "ipAllowList") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var entry in list.EnumerateArray())
            {
                if (Network(entry.GetString()) is { } network)
                {
                    rules._allowed.Add(network);
                }
            }
        }

        return rules;
    }

    /// <summary>Whether a text is an address or a range of them, as the list of allowed ones may hold.</summary>
    public static bool IsAddress(string text) => Network(text) is not null;

    /// <summary>Whether a client of this address is let in.</summary>
    public bool Allows(IPAddress? address)
    {
        if (!_deniesOthers)
        {
            return true;
        }

        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && _allowed.Exists(network => network.Contains(plain));
    }

    private static IPNetwork? Network(string? text)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (text is null || !IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address) || !IsPlain(address, slash < 0 ? text : text[..slash]))
        {
            return null;
        }

        var network = slash < 0 ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.TryParse(text, out var range) ? range : (IPNetwork?)null;
        // Clients are compared as what they are, so IPv4 in the clothes of IPv6 is undressed here too.
        return network is { BaseAddress.IsIPv4MappedToIPv6: true, PrefixLength: >= MappedPrefix } mapped
            ? new IPNetwork(mapped.BaseAddress.MapToIPv4(), mapped.PrefixLength - MappedPrefix)
            : network;
    }

    // IPv4 has forms in which 010.0.0.1 is 8.0.0.1: what two people may read in two ways is no address of a list of allowed ones.
    private static bool IsPlain(IPAddress address, string text) =>
        address.AddressFamily != AddressFamily.InterNetwork || string.Equals(address.ToString(), text, StringComparison.Ordinal);

    private static JsonElement? Member(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in parent.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }

        return null;
    }
}
