using MediaPlatform.BlobEndpoint.Requests;
using MediaPlatform.Data.Blobs;

namespace MediaPlatform.BlobEndpoint.Lists;

/// <summary>One page of List Blobs: blobs, and prefixes that stand for all blobs below them.</summary>
/// <param name="Next">Last name of the page when there is more.</param>
internal sealed record BlobList(IReadOnlyList<BlobListEntry> Entries, string? Next)
{
    public static async Task<BlobList> ReadAsync(BlobRequest request, ListParameters list)
    {
        var entries = new List<BlobListEntry>();
        var after = list.After;
        while (true)
        {
            var skipTo = (string?)null;
            await foreach (var blob in request.Container.ListAsync(list.Prefix, after, request.Aborted))
            {
                var prefix = PrefixOf(blob.Name, list);
                if (entries.Count == list.MaxResults) return new BlobList(entries, after);
                entries.Add(prefix is null ? new BlobListEntry(blob.Name, blob) : new BlobListEntry(prefix, null));
                after = prefix is null ? blob.Name : prefix + ListMarker.AfterPrefix;
                if (prefix is null) continue;
                skipTo = after;
                break;
            }

            if (skipTo is null) return new BlobList(entries, null);
        }
    }

    private static string? PrefixOf(string name, ListParameters list)
    {
        if (list.Delimiter.Length == 0) return null;
        var end = name.IndexOf(list.Delimiter, list.Prefix.Length, StringComparison.Ordinal);
        return end < 0 ? null : name[..(end + list.Delimiter.Length)];
    }
}

/// <param name="Blob">Null for a prefix.</param>
internal sealed record BlobListEntry(string Name, BlobItem? Blob);
