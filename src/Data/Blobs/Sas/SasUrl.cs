using System.Net;

namespace MediaPlatform.Data.Blobs.Sas;

/// <summary>Makes the URLs that listContainerSas hands out for containers on disk.</summary>
internal static class SasUrl
{
    /// <summary>The service version that we sign for; every client of the last years sends it or accepts it.</summary>
    private const string Version = "2021-12-02";

    private static readonly (BlobPermissions Permission, char Letter)[] Letters =
    [
        (BlobPermissions.Read, 'r'), (BlobPermissions.Add, 'a'), (BlobPermissions.Create, 'c'),
        (BlobPermissions.Write, 'w'), (BlobPermissions.Delete, 'd'), (BlobPermissions.List, 'l'),
    ];

    public static Uri ForContainer(
        Uri publicBase, string account, string container, BlobPermissions permissions, DateTimeOffset expiry, ReadOnlySpan<byte> key)
    {
        var sas = new ServiceSas
        {
            Version = Version,
            Resource = "c",
            Permissions = string.Concat(Letters.Where(pair => permissions.HasFlag(pair.Permission)).Select(pair => pair.Letter)),
            Expiry = ServiceSas.FormatTime(expiry),
        };
        var signature = sas.Sign($"/blob/{account}/{container}", key);
        var query = $"sv={sas.Version}&se={Uri.EscapeDataString(sas.Expiry)}&sr=c&sp={sas.Permissions}&sig={Uri.EscapeDataString(signature)}";
        return new Uri($"{ContainerUrl(publicBase, account, container)}?{query}");
    }

    // Clients take the account from the path on an IP address or localhost, and from the first label on a domain.
    private static string ContainerUrl(Uri publicBase, string account, string container)
    {
        var path = publicBase.AbsolutePath.TrimEnd('/');
        var host = publicBase.Host;
        if (IPAddress.TryParse(host.Trim('[', ']'), out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return $"{publicBase.Scheme}://{publicBase.Authority}{path}/{account}/{container}";
        var label = host.StartsWith("blob.", StringComparison.OrdinalIgnoreCase) ? account : $"{account}.blob";
        return $"{publicBase.Scheme}://{label}.{publicBase.Authority}{path}/{container}";
    }
}
