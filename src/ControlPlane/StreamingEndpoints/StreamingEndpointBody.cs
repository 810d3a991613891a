using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Xml;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.ControlPlane.StreamingEndpoints;

/// <summary>Reads the body of a streaming endpoint PUT, or of a PATCH after the merge.</summary>
internal sealed class StreamingEndpointBody(ISecretProtector secrets)
{
    // Scale units change through the scale action alone; states and times are ours and may be stale in what a client sends back.
    private static readonly ReadOnlyMembers s_readOnly = new(
        "StreamingEndpoint",
        "id", "name", "type", "location", "properties.scaleUnits", "properties.hostName", "properties.freeTrialEndTime", "properties.created");

    /// <summary>Fills an endpoint; every mistake is reported at once.</summary>
    /// <param name="current">The reply of the stored endpoint; null for a new one.</param>
    public void Apply(JsonObject json, StreamingEndpointRecord endpoint, StreamingEndpointResource? current, LimitOptions limits)
    {
        var mistakes = new Mistakes();
        var reader = new BodyReader(json, mistakes);
        if (current is null)
        {
            endpoint.Location = Locations.Read(reader);
        }
        else
        {
            s_readOnly.Check(json, current, mistakes);
        }

        endpoint.Tags = reader.Map("tags") ?? new Dictionary<string, string>();
        if (reader.Object("properties") is { } properties)
        {
            Fill(properties, reader.Object("sku"), endpoint, isNew: current is null, limits);
        }
        else
        {
            reader.Wrong("properties", "Properties can not be null.");
        }

        mistakes.ThrowIfAny();
    }

    private void Fill(BodyReader properties, BodyReader? sku, StreamingEndpointRecord endpoint, bool isNew, LimitOptions limits)
    {
        endpoint.Description = properties.Text("description", 4000);
        endpoint.AvailabilitySetName = properties.Text("availabilitySetName", 260);
        if (isNew)
        {
            endpoint.ScaleUnits = properties.Int32("scaleUnits") ?? sku?.Int32("capacity") ?? 0;
            if (endpoint.ScaleUnits < 0 || endpoint.ScaleUnits > limits.ScaleUnits)
            {
                properties.Wrong("scaleUnits", $"The value of '{properties.PathOf("scaleUnits")}' must lie between 0 and {limits.ScaleUnits}.");
            }
        }

        endpoint.MaxCacheAge = properties.Int64("maxCacheAge");
        if (endpoint.MaxCacheAge < 0)
        {
            properties.Wrong("maxCacheAge", $"The value of '{properties.PathOf("maxCacheAge")}' must not be negative.");
        }

        endpoint.CustomHostNames = HostNames(properties);
        endpoint.AccessControl = AccessControl(properties);
        endpoint.CrossSiteAccessPolicies = properties.Object("crossSiteAccessPolicies") is { } policies
            ? new(Document(policies, "clientAccessPolicy"), Document(policies, "crossDomainPolicy"))
            : null;
        FillCdn(properties, endpoint);
    }

    // Players give up on a policy file that is no XML. Those for Flash usually begin with a document type, which nobody needs to read.
    private static string? Document(BodyReader policies, string name)
    {
        var text = policies.Text(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            while (reader.Read())
            {
            }
        }
        catch (XmlException)
        {
            policies.Wrong(name, $"The value of '{policies.PathOf(name)}' is not a well-formed XML document.");
        }

        return text;
    }

    private static void FillCdn(BodyReader properties, StreamingEndpointRecord endpoint)
    {
        endpoint.CdnEnabled = properties.Flag("cdnEnabled") ?? false;
        var provider = properties.Choice("cdnProvider", "StandardVerizon", "PremiumVerizon", "StandardAkamai");
        var profile = properties.Text("cdnProfile", 260);
        endpoint.CdnProvider = endpoint.CdnEnabled ? provider ?? "StandardVerizon" : null;
        endpoint.CdnProfile = endpoint.CdnEnabled ? (profile is { Length: > 0 } ? profile : "AzureMediaStreamingPlatformCdnProfile") : "";
        if (endpoint.CdnEnabled && (endpoint.CustomHostNames.Count > 0 || endpoint.AccessControl is { Akamai: not null } or { Ip: not null }))
        {
            properties.Wrong("cdnEnabled", "Access control and custom host names cannot be set while the CDN is enabled.");
        }
    }

    private static IReadOnlyList<string> HostNames(BodyReader properties)
    {
        var names = properties.Texts("customHostNames");
        foreach (var (index, name) in names.Index())
        {
            if (name.Length > 253 || Uri.CheckHostName(name) != UriHostNameType.Dns)
            {
                properties.Wrong($"customHostNames[{index}]", $"The value of '{properties.PathOf($"customHostNames[{index}]")}' must be a host name.");
            }
        }

        return names;
    }

    private StreamingEndpointAccessControl? AccessControl(BodyReader properties)
    {
        if (properties.Object("accessControl") is not { } control)
        {
            return null;
        }

        var akamai = control.Object("akamai");
        var ip = control.Object("ip");
        // The request names its key by the identifier, so there can be one of each.
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        return new(
            akamai is null ? null : new([.. akamai.Objects("akamaiSignatureHeaderAuthenticationKeyList").Select(key => AkamaiKey(key, identifiers))]),
            ip is null ? null : new([.. ip.Objects("allow").Select(Range)]));
    }

    private AkamaiSignatureHeaderAuthenticationKey AkamaiKey(BodyReader key, HashSet<string> identifiers)
    {
        var identifier = key.RequiredText("identifier", 260);
        if (key.Text("identifier", 260) is { } given && (given.Length == 0 || !identifiers.Add(given)))
        {
            key.Wrong("identifier", $"The value of '{key.PathOf("identifier")}' must be that of no other key, and not empty.");
        }

        var secret = key.RequiredText("base64Key", 4000);
        _ = key.Bytes("base64Key");
        return new(identifier, secrets.ProtectText(secret), key.Time("expiration"));
    }

    private static IPRange Range(BodyReader range)
    {
        var address = range.RequiredText("address", 60);
        var prefix = range.Int32("subnetPrefixLength");
        if (range.Text("address", 60) is { } given && !IsAddress(given))
        {
            range.Wrong("address", $"The value of '{range.PathOf("address")}' must be an IP address.");
        }
        else if (prefix is not null && (prefix < 0 || prefix > (address.Contains(':', StringComparison.Ordinal) ? 128 : 32)))
        {
            range.Wrong("subnetPrefixLength", $"The value of '{range.PathOf("subnetPrefixLength")}' is not a prefix length of this address.");
        }

        return new(range.Text("name", 260), address, prefix);
    }

    // Of IPv4 the four numbers in full: to the parser 1.2.3 is 1.2.0.3, and a leading zero begins an octal number. A zone of IPv6 means something on one machine only.
    private static bool IsAddress(string text) =>
        !text.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address) && (address.AddressFamily != AddressFamily.InterNetwork || address.ToString() == text);
}
