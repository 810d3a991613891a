using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Blocks of uploads in progress: one file per block, joined into the blob when the list is committed.</summary>
internal sealed class DiskBlocks(DiskPaths paths, DiskWriter writer, DiskHeaders headers)
{
    public async Task StageAsync(string name, string blockId, Stream content, byte[]? md5, CancellationToken cancellationToken)
    {
        BlobNames.CheckBlob(name);
        using var hash = md5 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var temporary = await writer.StageAsync(content, hash, cancellationToken);
        if (hash is not null && !hash.GetHashAndReset().AsSpan().SequenceEqual(md5))
        {
            File.Delete(temporary);
            throw new BlobException(BlobFailure.Md5Mismatch, "The MD5 of the block is not the one of the header.");
        }

        DurableFiles.Publish(temporary, FileOf(name, blockId));
    }

    /// <summary>Staged blocks in the order of their ids.</summary>
    public IReadOnlyList<BlockEntry> Staged(string name)
    {
        var folder = new DirectoryInfo(FolderOf(name));
        if (!folder.Exists) return [];
        return [.. folder.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new BlockEntry(IdOf(file.Name), file.Length))];
    }

    public IReadOnlyList<BlockEntry> Committed(string name) =>
        DiskWriter.CurrentVersion(paths.FileOf(name)) is { } version ? headers.ReadBlockList(name, version) : [];

    public async Task<BlobItem> CommitAsync(
        string name, IReadOnlyList<BlockReference> list, BlobHeaders content, BlobCondition? condition, CancellationToken cancellationToken)
    {
        using var exclusive = await PathLocks.Commits.TakeAsync(paths.FileOf(name), cancellationToken);
        var before = DiskWriter.CurrentVersion(paths.FileOf(name));
        var committed = Committed(name);
        if (before is not null && IsInPlace(name, list, committed))
            return await writer.ChangeHeadersAsync(name, _ => content, condition, cancellationToken);
        var parts = Resolve(name, list, committed);
        string temporary;
        await using (var joined = new JoinedBlocks(parts))
            temporary = await writer.StageAsync(joined, md5: null, cancellationToken);
        BlockEntry[] entries = [.. list.Zip(parts, (line, part) => new BlockEntry(line.Id, part.Length))];
        var usesBlob = parts.Any(part => part.File == paths.FileOf(name));
        var item = await writer.PublishAsync(
            name,
            temporary,
            content,
            usesBlob ? current => current?.ETag == before?.ETag ? condition?.Invoke(current) : BlobFailure.ConditionNotMet : condition,
            version => headers.WriteBlockList(name, version, entries),
            cancellationToken);
        Discard(name);
        return item;
    }

    // A client that lost the answer to a long commit sends the list again: then the bytes are there already.
    private bool IsInPlace(string name, IReadOnlyList<BlockReference> list, IReadOnlyList<BlockEntry> committed) =>
        list.Count > 0
        && !Directory.Exists(FolderOf(name))
        && list.All(line => line.Source != BlockSource.Uncommitted)
        && list.Select(line => line.Id).SequenceEqual(committed.Select(block => block.Id), StringComparer.Ordinal);

    public void Discard(string name)
    {
        try
        {
            Directory.Delete(FolderOf(name), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // nothing was staged
        }
    }

    private List<FilePart> Resolve(string name, IReadOnlyList<BlockReference> list, IReadOnlyList<BlockEntry> committed)
    {
        var target = paths.FileOf(name);
        var inPlace = new Dictionary<string, FilePart>(StringComparer.Ordinal);
        var offset = 0L;
        foreach (var block in committed)
        {
            inPlace[block.Id] = new FilePart(target, offset, block.Length);
            offset += block.Length;
        }

        return [.. list.Select(line => Resolve(name, line, inPlace))];
    }

    private FilePart Resolve(string name, BlockReference line, Dictionary<string, FilePart> inPlace)
    {
        if (line.Source != BlockSource.Committed && new FileInfo(FileOf(name, line.Id)) is { Exists: true } staged)
            return new FilePart(staged.FullName, 0, staged.Length);
        if (line.Source != BlockSource.Uncommitted && inPlace.TryGetValue(line.Id, out var part)) return part;
        throw new BlobException(BlobFailure.InvalidBlockList, "The block list names a block that is not there.");
    }

    private string FolderOf(string name) => Path.Combine(paths.Blocks, DiskPaths.KeyOf(name));

    private string FileOf(string name, string blockId) =>
        Path.Combine(FolderOf(name), Base64Url.EncodeToString(Encoding.UTF8.GetBytes(blockId)));

    private static string IdOf(string fileName) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(fileName));
}
