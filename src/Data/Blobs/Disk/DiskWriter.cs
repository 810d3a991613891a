using System.Buffers;
using System.Security.Cryptography;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Makes whole files appear at once: content goes to a temporary file on the same disk, is flushed, then renamed.</summary>
internal sealed class DiskWriter(DiskPaths paths, DiskHeaders headers, TimeProvider clock)
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Writes content to a new temporary file and flushes it.</summary>
    /// <param name="md5">When given, receives the content.</param>
    public async Task<string> StageAsync(Stream content, IncrementalHash? md5, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(paths.Folder)) throw ContainerMissing();
        var temporary = paths.NewTemporaryFile();
        try
        {
            await using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            await CopyAsync(content, file, md5, cancellationToken);
            file.Flush(flushToDisk: true);
            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static async Task CopyAsync(Stream from, Stream to, IncrementalHash? md5, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                md5?.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Puts a flushed temporary file in place as the new version of a blob.</summary>
    public async Task<BlobItem> PublishAsync(
        string name, string temporary, BlobHeaders content, BlobCondition? condition, Action<DiskVersion>? beforePublish, CancellationToken cancellationToken)
    {
        var target = paths.FileOf(name);
        try
        {
            using var exclusive = await PathLocks.Blobs.TakeAsync(target, cancellationToken);
            RefuseBadPlace(target);
            var before = CurrentVersion(target);
            if (condition is not null) await CheckAsync(name, before, condition, cancellationToken);
            var version = Stamp(temporary, before);
            headers.Write(name, version, content);
            beforePublish?.Invoke(version);
            DurableFiles.Publish(temporary, target);
            if (before is { } old && old != version) headers.Delete(name, old);
            return ItemOf(name, version, content);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Gives the blob in place new headers, which makes a new version of the same bytes.</summary>
    public async Task<BlobItem> ChangeHeadersAsync(
        string name, Func<BlobHeaders, BlobHeaders> change, BlobCondition? condition, CancellationToken cancellationToken)
    {
        var target = paths.FileOf(name);
        using var exclusive = await PathLocks.Blobs.TakeAsync(target, cancellationToken);
        if (CurrentVersion(target) is not { } before || paths.HasLink(target))
            throw new BlobException(BlobFailure.BlobNotFound, "The blob does not exist.");
        if (condition is not null) await CheckAsync(name, before, condition, cancellationToken);
        var content = change(await headers.ReadAsync(name, before, cancellationToken));
        var version = before with { Ticks = NextTicks(before) };
        headers.Write(name, version, content);
        headers.CopyBlockList(name, before, name, version);
        headers.WriteSameBytes(name, before, version);
        File.SetLastWriteTimeUtc(target, new DateTime(version.Ticks, DateTimeKind.Utc));
        headers.Delete(name, before);
        return ItemOf(name, version, content);
    }

    public async Task<bool> MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        var (source, target) = (paths.FileOf(from), paths.FileOf(to));
        if (CurrentVersion(source) is not { } version || paths.HasLink(source)) return false;
        if (source == target) return true;
        var content = await headers.ReadAsync(from, version, cancellationToken);
        using (await PathLocks.Blobs.TakeAsync(target, cancellationToken))
        {
            RefuseBadPlace(target);
            var before = CurrentVersion(target);
            var moved = before?.Ticks >= version.Ticks ? Stamp(source, before) : version;
            headers.Write(to, moved, content);
            headers.CopyBlockList(from, version, to, moved);
            DurableFiles.Publish(source, target);
            if (before is { } old && old != moved) headers.Delete(to, old);
        }

        headers.Delete(from, version);
        RemoveEmptyFolders(Path.GetDirectoryName(source)!);
        return true;
    }

    public async Task<bool> DeleteAsync(string name, BlobCondition? condition, CancellationToken cancellationToken)
    {
        var target = paths.FileOf(name);
        using var exclusive = await PathLocks.Blobs.TakeAsync(target, cancellationToken);
        if (CurrentVersion(target) is not { } before || paths.HasLink(target)) return false;
        if (condition is not null) await CheckAsync(name, before, condition, cancellationToken);
        File.Delete(target);
        headers.Delete(name, before);
        RemoveEmptyFolders(Path.GetDirectoryName(target)!);
        return true;
    }

    public static DiskVersion? CurrentVersion(string file)
    {
        var found = new FileInfo(file);
        return found.Exists ? DiskVersion.Of(found) : null;
    }

    public static BlobItem ItemOf(string name, DiskVersion version, BlobHeaders content) =>
        new(name, version.Length, version.ETag, version.LastModified, content);

    public BlobException ContainerMissing() =>
        new(BlobFailure.ContainerNotFound, $"The container {paths.Container} does not exist.");

    private async Task CheckAsync(string name, DiskVersion? version, BlobCondition condition, CancellationToken cancellationToken)
    {
        var current = version is { } known ? ItemOf(name, known, await headers.ReadAsync(name, known, cancellationToken)) : null;
        if (condition(current) is { } failure) throw new BlobException(failure, "The condition on the blob does not hold.");
    }

    private void RefuseBadPlace(string target)
    {
        if (!Directory.Exists(paths.Folder)) throw ContainerMissing();
        if (paths.HasLink(target)) throw new BlobException(BlobFailure.PathConflict, "The name goes through a symbolic link.");
        var taken = Directory.Exists(target);
        for (var path = Path.GetDirectoryName(target)!; path.Length > paths.Folder.Length; path = Path.GetDirectoryName(path)!)
            taken |= File.Exists(path);
        if (taken) throw new BlobException(BlobFailure.PathConflict, "A blob and a folder of blobs cannot have the same path.");
    }

    // The time of the file is its version, so it must differ from the version before, however coarse the clock is.
    private DiskVersion Stamp(string temporary, DiskVersion? before)
    {
        File.SetLastWriteTimeUtc(temporary, new DateTime(NextTicks(before), DateTimeKind.Utc));
        return DiskVersion.Of(new FileInfo(temporary));
    }

    private long NextTicks(DiskVersion? before) => Math.Max(clock.GetUtcNow().UtcTicks, (before?.Ticks ?? 0) + 1);

    private void RemoveEmptyFolders(string folder)
    {
        while (folder.Length > paths.Folder.Length)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                return; // not empty, or somebody else was faster
            }

            folder = Path.GetDirectoryName(folder)!;
        }
    }
}
