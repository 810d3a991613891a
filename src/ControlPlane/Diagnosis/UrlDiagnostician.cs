using System.Globalization;
using System.Net;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.ControlPlane.Diagnosis;

/// <summary>
/// Follows a streaming URL as a request would go: host, endpoint, locator, policy from the catalog, then the origin for
/// everything that only the media can tell.
/// </summary>
internal sealed class UrlDiagnostician(StreamingEndpointStore endpoints, LocatorReader locators, PublicEndpoints addresses, OriginProbe origin, KeyFaults keys, IBlobStore blobs)
{
    private const int MostPlaylists = 12;

    public async Task<DiagnosisReply> ExplainAsync(AccountScope account, Uri url, CancellationToken cancellationToken)
    {
        var reply = new DiagnosisReply(url.AbsoluteUri, false, "", null, null, null, null, null);
        var (endpoint, doubt) = await EndpointOfAsync(account, url, cancellationToken);
        if (endpoint is null)
        {
            return reply with { Explanation = $"No streaming endpoint of the account {account.Account.Name} has the host name {url.Host}." };
        }

        reply = reply with { StreamingEndpoint = endpoint.Name };
        if (endpoint.ResourceState is not (StreamingEndpointState.Running or StreamingEndpointState.Scaling))
        {
            return reply with { Explanation = $"The streaming endpoint {endpoint.Name} is {endpoint.ResourceState.ToString().ToLowerInvariant()}; only a running one serves." };
        }

        var segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length < 2 || !Guid.TryParseExact(segments[0], "D", out var id))
        {
            return reply with { Explanation = "The path does not begin with the id of a streaming locator, in five groups with dashes, and the name of a file." };
        }

        var published = await locators.FindAsync(id, cancellationToken);
        if (published is null || published.Locator.AccountId != account.Id)
        {
            return reply with { Explanation = $"The account has no streaming locator with the id {id}: it was deleted or never was." };
        }

        reply = reply with { StreamingLocator = published.Locator.Name, Asset = published.Asset.Name };
        return CatalogFault(published, account.Now) is { } fault
            ? reply with { Explanation = fault }
            : Qualified(await AskAsync(reply, url, endpoint, published, cancellationToken), doubt);
    }

    // Nothing here can tell whether a name or port that is no endpoint's leads here: an old one that was pointed to this service does, a mistyped one does not.
    private static DiagnosisReply Qualified(DiagnosisReply reply, string? doubt) => doubt is null || !reply.Plays ? reply : reply with
    {
        Explanation = $"{reply.Explanation.TrimEnd('.')}, if {doubt}.",
    };

    /// <summary>
    /// The endpoint that answers at a host as the origin has it: the default one at names that are nobody's, for old hosts that were pointed here.
    /// With it what of the address is not known to lead to it.
    /// </summary>
    private async Task<(StreamingEndpointRecord? Endpoint, string? Doubt)> EndpointOfAsync(AccountScope account, Uri url, CancellationToken cancellationToken)
    {
        var all = await endpoints.ListAllAsync(cancellationToken);
        var ofAccount = all.FirstOrDefault(one => one.AccountId == account.Id && one.Name.Equals("default", StringComparison.OrdinalIgnoreCase));
        var own = new UriBuilder($"{account.Request.Scheme}://{addresses.StreamingHost(account.Request)}").Uri;
        if (url.IsLoopback || IPAddress.TryParse(url.Host.Trim('[', ']'), out _) || url.Host.Equals(own.Host, StringComparison.OrdinalIgnoreCase))
        {
            return (ofAccount, url.Port == own.Port ? null : $"port {url.Port} leads here as {own.Port} does, where streaming endpoints listen");
        }

        var named = all.FirstOrDefault(one => one.CustomHostNames.Append(one.HostName).Any(host => host.Split(':')[0].Equals(url.Host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase)));
        return named is null ? (ofAccount, $"{url.Host}, which no streaming endpoint is named, leads here") : (named.AccountId == account.Id ? named : null, null);
    }

    private static string? CatalogFault(PublishedLocator published, DateTimeOffset now) => published switch
    {
        { Locator.StartTime: { } start } when now < start => $"The streaming locator {published.Locator.Name} starts at {Time(start)}.",
        { Locator.EndTime: { } end } when now >= end => $"The streaming locator {published.Locator.Name} expired at {Time(end)}.",
        { Policy: null } => $"The streaming policy {published.Locator.StreamingPolicyName} of the locator {published.Locator.Name} does not exist any more.",
        _ => null,
    };

    private async Task<DiagnosisReply> AskAsync(
        DiagnosisReply reply, Uri url, StreamingEndpointRecord endpoint, PublishedLocator published, CancellationToken cancellationToken)
    {
        if (!origin.HasOrigin)
        {
            return reply with { Explanation = "The catalog shows no fault, and the address of the origin is not configured (ControlPlane:OriginAddress), so it was not asked." };
        }

        // Behind the name of the server manifest; files to download may be called what they like.
        var isManifest = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(2)
            .Any(segment => segment.StartsWith("manifest", StringComparison.OrdinalIgnoreCase));
        var pending = new Queue<(Uri Url, bool IsText)>([(url, isManifest)]);
        var playlists = 0;
        while (pending.TryDequeue(out var next))
        {
            var isSegment = !next.IsText && (isManifest || next.Url.AbsolutePath.Contains("/QualityLevels(", StringComparison.OrdinalIgnoreCase));
            var answer = await (isSegment ? origin.ReadAsync(next.Url, cancellationToken) : origin.AskAsync(next.Url, next.IsText, cancellationToken));
            if (!answer.IsGood)
            {
                return reply with
                {
                    Explanation = await SentenceAsync(answer, endpoint, published, cancellationToken),
                    ErrorCode = answer.Code,
                    RefusedUrl = next.Url == url ? null : next.Url.AbsoluteUri,
                };
            }

            foreach (var (link, isPlaylist) in next.IsText ? ManifestLinks.Of(next.Url, answer.Body) : [])
            {
                if (link.Authority == url.Authority && (!isPlaylist || playlists++ < MostPlaylists))
                {
                    pending.Enqueue((link, isPlaylist));
                }
            }
        }

        return await keys.FindAsync(published, url, cancellationToken) is { } fault
            ? reply with { Explanation = fault }
            : reply with { Plays = true, Explanation = $"The origin serves {(isManifest ? "the manifest and the first segments of its tracks" : "this URL")}{Limits(endpoint)}." };
    }

    private static string Limits(StreamingEndpointRecord endpoint) =>
        AccessRule.Of(endpoint) is { } rule ? $", but the streaming endpoint {endpoint.Name} admits {rule} only" : "";

    private async Task<string> SentenceAsync(ProbeReply answer, StreamingEndpointRecord endpoint, PublishedLocator published, CancellationToken cancellationToken)
    {
        if (answer is { Status: 403, Code: "MPE_UNAUTHORIZED" } && AccessRule.Of(endpoint) is { } rule)
        {
            return $"The streaming endpoint {endpoint.Name} admits {rule} only, and this service, which is none of them, could not look further.";
        }

        var reason = (answer.Message ?? $"The origin answers with the status {answer.Status}").TrimEnd('.');
        return answer.Code == "MPE_STORAGE_RESOURCE_NOT_FOUND" ? $"{reason}; {await FilesAsync(published, cancellationToken)}." : $"{reason}.";
    }

    private async Task<string> FilesAsync(PublishedLocator published, CancellationToken cancellationToken)
    {
        var container = blobs.GetContainer(published.Asset.StorageAccountName, published.Asset.Container);
        var manifests = new List<string>();
        var count = 0;
        try
        {
            await foreach (var blob in container.ListAsync(null, cancellationToken))
            {
                count++;
                if (manifests.Count < 3 && blob.Name.EndsWith(".ism", StringComparison.OrdinalIgnoreCase))
                {
                    manifests.Add(blob.Name);
                }
            }
        }
        catch (BlobException)
        {
            count = 0;
        }

        return count == 0 ? $"the container of the asset {published.Asset.Name} is empty or missing"
            : manifests.Count == 0 ? $"the asset {published.Asset.Name} has no server manifest, which createServerManifest can write"
            : $"the asset {published.Asset.Name} has {string.Join(", ", manifests)}";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
