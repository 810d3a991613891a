using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.Data.Blobs;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// A track of an AMS live archive: a folder with a blob <c>header</c> (ftyp, moov) and one blob per fragment, named by
/// its start time. Read as if all lay in one file, header first, fragments by time.
/// </summary>
internal sealed class FragmentFolder : IBlobReader
{
    private const string HeaderName = "header";
    private const int MaxFragments = 500_000;
    private const int LongestHeader = 16 << 20;
    private const int LongestStart = 64 << 10;

    private readonly IBlobContainer _container;
    private readonly BlockCache _blocks;
    private readonly ReadOnlyMemory<byte> _header;
    private readonly BlobItem[] _parts;
    private readonly long[] _ends;
    private FragmentHeads? _heads;

    private FragmentFolder(IBlobContainer container, BlockCache blocks, ReadOnlyMemory<byte> header, IReadOnlyList<BlobItem> versions, BlobItem[] parts)
    {
        _container = container;
        _blocks = blocks;
        _header = header;
        _parts = parts;
        _ends = new long[parts.Length];
        long end = header.Length;
        for (var i = 0; i < parts.Length; i++)
        {
            _ends[i] = end = checked(end + parts[i].Length);
        }

        Length = end;
        ETag = TagOf(versions);
        // Archives change at their end or as a whole, so two blobs tell; comparing them all would ask the storage for thousands.
        Pinned = versions.Count <= 2 ? [.. versions.Select(Pin)] : [Pin(versions[0]), Pin(versions[^1])];
        _heads = container.TryGetLocalPath(parts[0].Name, out _)
            ? null
            : new FragmentHeads(parts.Length, part => ReadAsync(container, _parts[part], FragmentHeads.Length, CancellationToken.None));
    }

    public long Length { get; }

    public string ETag { get; }

    /// <summary>The blobs to look at for a change.</summary>
    public IReadOnlyList<(string Name, string ETag)> Pinned { get; }

    /// <param name="container">Container of the archive.</param>
    /// <param name="folder">Name of the folder.</param>
    /// <param name="standIn">Makes a header from the start of the first fragment where the folder has none, as for text in old archives; null when there must be one.</param>
    /// <param name="blocks">Read-ahead for storage on other machines.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>Null when the folder holds no fragments or lacks a header that it must have.</returns>
    public static async Task<FragmentFolder?> OpenAsync(
        IBlobContainer container, string folder, Func<ReadOnlyMemory<byte>, byte[]>? standIn, BlockCache blocks, CancellationToken cancellationToken)
    {
        BlobItem? header = null;
        var parts = new List<(long Time, BlobItem Blob)>();
        await foreach (var blob in container.ListAsync(folder + "/", cancellationToken))
        {
            var name = blob.Name[(folder.Length + 1)..];
            if (name.Equals(HeaderName, StringComparison.OrdinalIgnoreCase))
            {
                header = blob;
            }
            else if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && blob.Length > 0 && parts.Count < MaxFragments)
            {
                parts.Add((time, blob));
            }
        }

        if (parts.Count == 0 || (header is null && standIn is null))
        {
            return null;
        }

        parts.Sort((left, right) => left.Time.CompareTo(right.Time));
        var ordered = parts.ConvertAll(part => part.Blob);
        var bytes = header is null
            ? standIn!(await ReadAsync(container, ordered[0], LongestStart, cancellationToken))
            : await ReadAsync(container, header, checked((int)Math.Min(header.Length, LongestHeader)), cancellationToken);
        return new FragmentFolder(container, blocks, bytes, header is null ? ordered : [header, .. ordered], [.. ordered]);
    }

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset < _header.Length)
        {
            var start = _header[(int)offset..];
            var count = Math.Min(start.Length, buffer.Length);
            start[..count].CopyTo(buffer);
            return count;
        }

        var found = Array.BinarySearch(_ends, offset);
        var part = found >= 0 ? found + 1 : ~found;
        if (part >= _parts.Length)
        {
            return 0;
        }

        var first = part == 0 ? _header.Length : _ends[part - 1];
        if (offset - first < FragmentHeads.Length && _heads?.Find(part) is { } head)
        {
            var bytes = (await head.WaitAsync(cancellationToken))[(int)(offset - first)..];
            var read = Math.Min(bytes.Length, buffer.Length);
            bytes[..read].CopyTo(buffer);
            return read;
        }

        var length = (int)Math.Min(buffer.Length, _ends[part] - offset);
        await using var blob = await OpenAsync(_parts[part], cancellationToken);
        return await blob.ReadAsync(offset - first, buffer[..length], cancellationToken);
    }

    /// <summary>The blobs in what was read of the folder as a whole, header first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> whole)
    {
        var parts = new List<ReadOnlyMemory<byte>>(_ends.Length + 1);
        var start = 0;
        foreach (var end in _ends.Prepend(_header.Length))
        {
            var stop = (int)Math.Min(end, whole.Length);
            parts.Add(whole[start..stop]);
            start = stop;
        }

        return parts;
    }

    /// <summary>Ends the reading ahead of heads: from here on fragments are read for what they hold.</summary>
    public void EndWalk() => _heads = null;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<IBlobReader> OpenAsync(BlobItem version, CancellationToken cancellationToken) =>
        await _container.OpenReadAsync(version, cancellationToken) is { } blob
            ? ReadAheadReader.Around(blob, _container, version.Name, _blocks)
            : throw Changed(version);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(IBlobContainer container, BlobItem version, int most, CancellationToken cancellationToken)
    {
        await using var blob = await container.OpenReadAsync(version, cancellationToken) ?? throw Changed(version);
        var bytes = new byte[Math.Min(version.Length, most)];
        var length = await blob.ReadAsync(0, bytes, cancellationToken);
        return bytes.AsMemory(0, length);
    }

    private static BlobException Changed(BlobItem version) => new(BlobFailure.ConditionNotMet, $"{version.Name} was replaced or deleted while it was read.");

    private static (string Name, string ETag) Pin(BlobItem blob) => (blob.Name, blob.ETag);

    private static string TagOf(IReadOnlyList<BlobItem> versions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var version in versions)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{version.Name}\n{version.ETag}\n"));
        }

        return $"\"{Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 16))}\"";
    }
}
