using System.Buffers;
using MediaPlatform.Data.Blobs;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Inputs;

/// <summary>Copies a blob of a remote store to this worker.</summary>
internal sealed class BlobDownload(IOptions<EncoderOptions> options)
{
    private const int BufferSize = 8 << 20;

    /// <returns>The path that was written.</returns>
    public async Task<string> FetchAsync(IBlobContainer container, string name, string path, CancellationToken cancellationToken)
    {
        await Retry.TransientAsync(token => CopyAsync(container, name, path, token), options.Value, cancellationToken);
        return path;
    }

    private async Task CopyAsync(IBlobContainer container, string name, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await container.OpenReadAsync(name, cancellationToken) ?? throw JobErrors.InputMissing($"The asset holds no file '{name}'.");
            if (reader.Length > options.Value.MaxInputBytes) throw JobErrors.InputMissing($"'{name}' is larger than the {options.Value.MaxInputBytes} bytes that an input may have.");
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            await CopyAsync(reader, file, cancellationToken);
        }
        catch (InvalidBlobNameException)
        {
            throw JobErrors.InputMissing($"'{name}' is no legal file name.");
        }
        catch (Exception failure) when (failure is BlobException or IOException or Azure.RequestFailedException)
        {
            throw JobErrors.DownloadBroke($"'{name}' could not be read to its end.", failure.Message);
        }
    }

    private static async Task CopyAsync(IBlobReader reader, FileStream file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long at = 0; at < reader.Length;)
            {
                var read = await reader.ReadAsync(at, buffer.AsMemory(0, BufferSize), cancellationToken);
                if (read == 0) throw new IOException($"ended {reader.Length - at} bytes early");
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
