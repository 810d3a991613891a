using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using MediaPlatform.Data.Blobs.Disk.Mapping;
using MediaPlatform.Data.Blobs.Sas;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Storage;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>A container that is a folder. Beyond <see cref="IBlobContainer"/> it offers what the Blob REST surface needs.</summary>
public sealed class DiskContainer : IBlobContainer
{
    private readonly DiskPaths _paths;
    private readonly DiskHeaders _headers;
    private readonly DiskWriter _writer;
    private readonly DiskBlocks _blocks;
    private readonly StorageKeyStore _keys;
    private readonly TimeProvider _clock;
    private readonly MappedMemory? _mapped;

    internal DiskContainer(DiskPaths paths, StorageKeyStore keys, TimeProvider clock, MappedMemory? mapped)
    {
        _paths = paths;
        _headers = new DiskHeaders(paths);
        _writer = new DiskWriter(paths, _headers, clock);
        _blocks = new DiskBlocks(paths, _writer, _headers);
        _keys = keys;
        _clock = clock;
        _mapped = mapped;
    }

    public string StorageAccountName => _paths.Account;

    public string Name => _paths.Container;

    public Task<bool> CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        CreateIfNotExistsAsync(new Dictionary<string, string>(), cancellationToken);

    /// <inheritdoc cref="IBlobContainer.CreateIfNotExistsAsync"/>
    public async Task<bool> CreateIfNotExistsAsync(IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        using var exclusive = await PathLocks.Blobs.TakeAsync(_paths.Folder, cancellationToken);
        if (Directory.Exists(_paths.Folder)) return false;
        WriteContainerFile(metadata);
        Directory.CreateDirectory(_paths.Folder);
        DurableFiles.FlushFolder(Path.GetDirectoryName(_paths.Folder)!);
        return true;
    }

    public Task<bool> ExistsAsync(CancellationToken cancellationToken) => Task.FromResult(Directory.Exists(_paths.Folder));

    /// <summary>Properties of the container, or null when there is none.</summary>
    public DiskContainerProperties? GetContainerProperties()
    {
        if (!Directory.Exists(_paths.Folder)) return null;
        try
        {
            using var file = File.OpenRead(_paths.ContainerFile);
            if (JsonSerializer.Deserialize<DiskContainerProperties>(file, StoredJson.Options) is { } known) return known;
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            // a folder that an operator put there
        }

        return new DiskContainerProperties(new DateTimeOffset(Directory.GetCreationTimeUtc(_paths.Folder)), new Dictionary<string, string>());
    }

    /// <summary>Replaces the metadata of the container.</summary>
    /// <returns>False when there is no container.</returns>
    public async Task<bool> SetContainerMetadataAsync(IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        using var exclusive = await PathLocks.Blobs.TakeAsync(_paths.Folder, cancellationToken);
        if (!Directory.Exists(_paths.Folder)) return false;
        WriteContainerFile(metadata);
        return true;
    }

    /// <summary>The container vanishes at once (a rename); its bytes are freed afterwards.</summary>
    public async Task<bool> DeleteAsync(CancellationToken cancellationToken)
    {
        using var exclusive = await PathLocks.Blobs.TakeAsync(_paths.Folder, cancellationToken);
        if (!Directory.Exists(_paths.Folder)) return false;
        var trash = Path.Combine(_paths.Trash, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(trash);
        var blobs = Path.Combine(trash, "blobs");
        if (new DirectoryInfo(_paths.Folder).LinkTarget is not null) Directory.Delete(_paths.Folder); // the link, never what it leads to
        else Directory.Move(_paths.Folder, blobs);
        if (Directory.Exists(_paths.Hidden)) Directory.Move(_paths.Hidden, Path.Combine(trash, "hidden"));
        DurableFiles.FlushFolder(Path.GetDirectoryName(_paths.Folder)!);
        Directory.Delete(trash, recursive: true);
        return true;
    }

    public async Task<BlobItem?> GetPropertiesAsync(string name, CancellationToken cancellationToken)
    {
        var file = _paths.FileOf(name);
        if (DiskWriter.CurrentVersion(file) is not { } version || _paths.HasLink(file)) return null;
        return DiskWriter.ItemOf(name, version, await _headers.ReadAsync(name, version, cancellationToken));
    }

    public IAsyncEnumerable<BlobItem> ListAsync(string? prefix, CancellationToken cancellationToken) =>
        ListAsync(prefix, after: null, cancellationToken);

    /// <param name="after">Blobs up to this name are left out; null for none.</param>
    public async IAsyncEnumerable<BlobItem> ListAsync(
        string? prefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (name, file) in DiskListing.Walk(_paths.Folder, prefix, after))
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Refresh();
            if (!file.Exists) continue; // deleted while we walked
            var version = DiskVersion.Of(file);
            yield return DiskWriter.ItemOf(name, version, await _headers.ReadAsync(name, version, cancellationToken));
        }
    }

    public Task<IBlobReader?> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        var file = _paths.FileOf(name);
        if (_paths.HasLink(file)) return Task.FromResult<IBlobReader?>(null);
        try
        {
            var handle = File.OpenHandle(file, share: FileShare.ReadWrite | FileShare.Delete);
            var version = DiskVersion.Of(handle);
            return Task.FromResult<IBlobReader?>(new DiskBlobReader(handle, version, now => _headers.HasSameBytes(name, version, now), _mapped));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException
            || (error is UnauthorizedAccessException && Directory.Exists(file)))
        {
            return Task.FromResult<IBlobReader?>(null);
        }
    }

    public async Task<IBlobReader?> OpenReadAsync(BlobItem version, CancellationToken cancellationToken)
    {
        var reader = await OpenReadAsync(version.Name, cancellationToken);
        if (reader is null || reader.ETag == version.ETag) return reader;
        await reader.DisposeAsync();
        return null;
    }

    public Task<BlobItem> UploadAsync(string name, Stream content, string? contentType, CancellationToken cancellationToken) =>
        PutAsync(name, content, new BlobHeaders { ContentType = contentType ?? ContentTypes.Of(name) }, condition: null, cancellationToken);

    /// <summary>Writes a whole blob. The MD5 of <paramref name="headers"/> is checked when given and computed when not.</summary>
    public async Task<BlobItem> PutAsync(
        string name, Stream content, BlobHeaders headers, BlobCondition? condition, CancellationToken cancellationToken)
    {
        BlobNames.CheckBlob(name);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var temporary = await _writer.StageAsync(content, hash, cancellationToken);
        var md5 = hash.GetHashAndReset();
        if (headers.ContentMd5 is { } promised && !promised.AsSpan().SequenceEqual(md5))
        {
            File.Delete(temporary);
            throw new BlobException(BlobFailure.Md5Mismatch, "The MD5 of the content is not the one of the header.");
        }

        var item = await _writer.PublishAsync(name, temporary, headers with { ContentMd5 = md5 }, condition, null, cancellationToken);
        _blocks.Discard(name);
        return item;
    }

    /// <summary>Keeps a block for a later block list; a block of the same id is replaced.</summary>
    public Task StageBlockAsync(string name, string blockId, Stream content, byte[]? md5, CancellationToken cancellationToken) =>
        _blocks.StageAsync(name, blockId, content, md5, cancellationToken);

    /// <summary>Makes the blob from blocks and drops all other staged blocks of it.</summary>
    public Task<BlobItem> CommitBlocksAsync(
        string name, IReadOnlyList<BlockReference> blocks, BlobHeaders headers, BlobCondition? condition, CancellationToken cancellationToken) =>
        _blocks.CommitAsync(name, blocks, headers, condition, cancellationToken);

    /// <summary>Blocks of the blob in place, and blocks that wait for a list.</summary>
    public (IReadOnlyList<BlockEntry> Committed, IReadOnlyList<BlockEntry> Uncommitted) GetBlocks(string name) =>
        (_blocks.Committed(name), _blocks.Staged(name));

    /// <summary>Replaces headers of a blob; its ETag changes, its bytes do not.</summary>
    public Task<BlobItem> ChangeHeadersAsync(
        string name, Func<BlobHeaders, BlobHeaders> change, BlobCondition? condition, CancellationToken cancellationToken) =>
        _writer.ChangeHeadersAsync(name, change, condition, cancellationToken);

    public Task<bool> MoveAsync(string from, string to, CancellationToken cancellationToken) =>
        _writer.MoveAsync(from, to, cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        DeleteAsync(name, condition: null, cancellationToken);

    /// <inheritdoc cref="IBlobContainer.DeleteAsync(string, CancellationToken)"/>
    public async Task<bool> DeleteAsync(string name, BlobCondition? condition, CancellationToken cancellationToken)
    {
        var deleted = await _writer.DeleteAsync(name, condition, cancellationToken);
        if (deleted) _blocks.Discard(name);
        return deleted;
    }

    public bool TryGetLocalPath(string name, [NotNullWhen(true)] out string? path)
    {
        path = _paths.FileOf(name);
        if (File.Exists(path) && !_paths.HasLink(path)) return true;
        path = null;
        return false;
    }

    public async Task<Uri> CreateSasAsync(
        BlobPermissions permissions, DateTimeOffset expiry, int keyIndex, Uri publicBase, CancellationToken cancellationToken)
    {
        var keys = await _keys.GetOrCreateAsync(_paths.Account, cancellationToken);
        return SasUrl.ForContainer(publicBase, _paths.Account, _paths.Container, permissions, expiry, keys[keyIndex]);
    }

    private void WriteContainerFile(IReadOnlyDictionary<string, string> metadata)
    {
        var temporary = _paths.NewTemporaryFile();
        File.WriteAllText(temporary, JsonSerializer.Serialize(new DiskContainerProperties(_clock.GetUtcNow(), metadata), StoredJson.Options));
        DurableFiles.Publish(temporary, _paths.ContainerFile);
    }
}
