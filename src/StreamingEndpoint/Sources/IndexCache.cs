using System.Security.Cryptography;
using System.Text;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Media.Tracks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// Track indexes on local disk, so that a media file is parsed once per machine and not once per process. The folder is
/// outside of all containers, may be deleted at any time, and a damaged or outdated entry is written anew.
/// </summary>
internal sealed partial class IndexCache(
    IOptions<StreamingEndpointOptions> options, IOptions<DataOptions> data, TimeProvider clock, ILogger<IndexCache> logger)
{
    private const string Extension = ".mptx";
    private const string Unfinished = ".tmp";

    // Whoever writes for longer than this has ended meanwhile.
    private static readonly TimeSpan s_longestWrite = TimeSpan.FromMinutes(10);

    // Parsing a small file costs less than opening another.
    private const long MinSourceLength = 1 << 20;

    // What a file is read into is several times its index, and the files of an asset are opened together.
    private readonly SemaphoreSlim _parsing = new(Math.Clamp(Environment.ProcessorCount, 1, OpeningTurns.Local));

    private readonly string _directory = string.IsNullOrEmpty(options.Value.IndexDirectory)
        ? Path.Combine(data.Value.Directory, "cache", "track-indexes")
        : options.Value.IndexDirectory;

    /// <summary>The indexes of a media file, from the cache or from the file itself.</summary>
    /// <exception cref="Media.InvalidMediaException">The file cannot be read.</exception>
    public async Task<MediaFile> GetAsync(IBlobContainer container, string name, SharedReader reader, CancellationToken cancellationToken)
    {
        if (reader.Length < MinSourceLength)
        {
            return await ParseAsync(reader, cancellationToken);
        }

        var path = PathOf(container, name);
        if (TryRead(path, reader) is { } cached)
        {
            return cached;
        }

        return reader.File is null
            ? await ParseAndKeepAsync(path, reader, cancellationToken)
            : await ParseInTurnAsync(path, reader, cancellationToken);
    }

    private async Task<MediaFile> ParseInTurnAsync(string path, SharedReader reader, CancellationToken cancellationToken)
    {
        await _parsing.WaitAsync(cancellationToken);
        try
        {
            return await ParseAndKeepAsync(path, reader, cancellationToken);
        }
        finally
        {
            _parsing.Release();
        }
    }

    private async Task<MediaFile> ParseAndKeepAsync(string path, SharedReader reader, CancellationToken cancellationToken)
    {
        var file = await ParseAsync(reader, cancellationToken);
        await TryWriteAsync(path, IndexSidecar.Write(file, reader.ETag), cancellationToken);
        return file;
    }

    private static async Task<MediaFile> ParseAsync(SharedReader reader, CancellationToken cancellationToken)
    {
        var file = await Mp4Parser.ReadAsync(reader, cancellationToken: cancellationToken);
        return await ParameterSets.LearnAsync(await CaptionDetector.AnnounceAsync(file, reader, cancellationToken), reader, cancellationToken);
    }

    private string PathOf(IBlobContainer container, string name)
    {
        var key = $"{container.StorageAccountName}\n{container.Name}\n{name}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        return Path.Combine(_directory, hash[..2], hash + Extension);
    }

    /// <summary>Has the next one who asks parse the file anew: its index turned out to be damaged.</summary>
    public void Forget(IBlobContainer container, string name)
    {
        try
        {
            File.Delete(PathOf(container, name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Unwritable(logger, exception.Message);
        }
    }

    private MediaFile? TryRead(string path, SharedReader reader)
    {
        try
        {
            return SidecarFile.TryOpen(path) is { } sidecar
                && IndexSidecar.TryOpen(sidecar, reader.Length, reader.ETag, out var file) == SidecarOutcome.Loaded ? file : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, exception.Message);
            return null;
        }
    }

    private async Task TryWriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}{Unfinished}";
        try
        {
            DeleteAbandoned(Directory.CreateDirectory(Path.GetDirectoryName(path)!));
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without the cache the next process parses the file again; nothing else is lost.
            Log.Unwritable(logger, exception.Message);
            TryDelete(temporary);
        }
    }

    // What a process was writing when it ended is of use to nobody and nobody else removes it.
    private void DeleteAbandoned(DirectoryInfo folder)
    {
        var now = clock.GetUtcNow();
        foreach (var file in folder.EnumerateFiles("*" + Unfinished))
        {
            if (now - file.LastWriteTimeUtc > s_longestWrite)
            {
                TryDelete(file.FullName);
            }
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next one who writes beside it tries again.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A track index cannot be read from the cache: {Reason}")]
        public static partial void Unreadable(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "A track index cannot be written to the cache: {Reason}")]
        public static partial void Unwritable(ILogger logger, string reason);
    }
}
