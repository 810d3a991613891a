using System.Text.Json;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>
/// Headers of blobs, one small file per version of a blob. The file name holds time and length of the version, so headers are
/// in force exactly when their blob file is in place, and a file that an operator put there has none.
/// </summary>
internal sealed class DiskHeaders(DiskPaths paths)
{
    // Only readers that have been open since then ask.
    private const int MaxSameBytes = 64;

    public async Task<BlobHeaders> ReadAsync(string name, DiskVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(FileOf(name, version));
            return await JsonSerializer.DeserializeAsync<BlobHeaders>(file, StoredJson.Options, cancellationToken) ?? Default(name);
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return Default(name); // not there, or cut by a crash of the machine: the blob itself is what counts
        }
    }

    public void Write(string name, DiskVersion version, BlobHeaders headers) => Store(FileOf(name, version), headers);

    /// <summary>The blocks that a blob was made of; empty when it came whole.</summary>
    public IReadOnlyList<BlockEntry> ReadBlockList(string name, DiskVersion version) => ReadList<BlockEntry>(BlockListOf(name, version));

    public void WriteBlockList(string name, DiskVersion version, BlockEntry[] blocks) => Store(BlockListOf(name, version), blocks);

    public void CopyBlockList(string fromName, DiskVersion from, string toName, DiskVersion to)
    {
        var source = BlockListOf(fromName, from);
        if (File.Exists(source)) File.Copy(source, BlockListOf(toName, to), overwrite: true);
    }

    /// <summary>Notes that a version has the bytes of the one before it, and so of those whose bytes that has.</summary>
    public void WriteSameBytes(string name, DiskVersion before, DiskVersion version) =>
        Store(SameBytesOf(name, version), ReadList<long>(SameBytesOf(name, before)).Append(before.Ticks).TakeLast(MaxSameBytes).ToArray());

    /// <summary>Whether nothing but the headers has changed between two versions.</summary>
    public bool HasSameBytes(string name, DiskVersion before, DiskVersion version) =>
        before.Length == version.Length && ReadList<long>(SameBytesOf(name, version)).Contains(before.Ticks);

    // None where there is no file, or one that a crash of the machine has cut.
    private static T[] ReadList<T>(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<T[]>(file, StoredJson.Options) ?? [];
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return [];
        }
    }

    private void Store<T>(string target, T value)
    {
        Directory.CreateDirectory(paths.Headers);
        var temporary = paths.NewTemporaryFile();
        using (var file = new FileStream(temporary, FileMode.CreateNew))
        {
            JsonSerializer.Serialize(file, value, StoredJson.Options);
            file.Flush(flushToDisk: true);
        }

        DurableFiles.Publish(temporary, target);
    }

    public void Delete(string name, DiskVersion version)
    {
        Remove(FileOf(name, version));
        Remove(BlockListOf(name, version));
        Remove(SameBytesOf(name, version));
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (DirectoryNotFoundException)
        {
            // the container has no headers at all
        }
    }

    private static BlobHeaders Default(string name) => new() { ContentType = ContentTypes.Of(name) };

    private string SameBytesOf(string name, DiskVersion version) => FileOf(name, version) + ".same";

    private string BlockListOf(string name, DiskVersion version) => FileOf(name, version) + ".blocks";

    private string FileOf(string name, DiskVersion version) =>
        Path.Combine(paths.Headers, $"{DiskPaths.KeyOf(name)}-{version.Ticks:x}-{version.Length:x}");
}
