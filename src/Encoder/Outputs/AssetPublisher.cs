using System.Text.Json;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>
/// Puts a finished output into its asset so that nothing half-made ever looks complete: media are uploaded under a staging prefix, moved to
/// their names, and the server manifest comes last. What an attempt that died left behind is removed before the next.
/// </summary>
internal sealed class AssetPublisher
{
    /// <summary>Removes what earlier attempts left.</summary>
    public async Task CleanAsync(OutputTarget target, CancellationToken cancellationToken)
    {
        await GuardAsync(async () =>
        {
            foreach (var name in await ReadListAsync(target, cancellationToken)) await target.Container.DeleteAsync(name, cancellationToken);
            var left = new List<string>();
            await foreach (var blob in target.Container.ListAsync(target.StagingRoot, cancellationToken)) left.Add(blob.Name);
            foreach (var name in left) await target.Container.DeleteAsync(name, cancellationToken);
        });
    }

    /// <param name="addressOf">Address of an input file without any signature.</param>
    /// <param name="confirm">Asked after the uploads: false when the output must not be published any more.</param>
    /// <returns>False when it was not published.</returns>
    public async Task<bool> PublishAsync(
        EncodedOutput output, OutputTarget target, Func<SourceFile, string> addressOf, Func<Task<bool>> confirm, CancellationToken cancellationToken)
    {
        var files = output.Files.Select(file => file with { Name = target.Named(file.Name) }).ToList();
        var documents = Documents(output, files, target, addressOf);
        var isPublished = false;
        await GuardAsync(async () =>
        {
            foreach (var file in files)
            {
                await using var content = File.OpenRead(file.Path);
                await target.Container.UploadAsync(target.Staging + file.Name, content, null, cancellationToken);
            }

            if (!await confirm()) return;
            var names = files.Select(file => file.Name).Concat(files.SelectMany(IndexNames)).Concat(documents.Select(document => document.Name));
            await UploadAsync(target, target.PublishList, JsonSerializer.SerializeToUtf8Bytes(names), cancellationToken);
            foreach (var file in files) await PublishAsync(file, target, cancellationToken);
            foreach (var (name, content) in documents) await UploadAsync(target, name, content, cancellationToken);
            await target.Container.DeleteAsync(target.PublishList, cancellationToken);
            isPublished = true;
        });
        return isPublished;
    }

    private static IEnumerable<string> IndexNames(EncodedFile file) => (file.Media?.Tracks ?? []).Select(track => IndexFiles.NameOf(file.Name, track));

    private static async Task PublishAsync(EncodedFile file, OutputTarget target, CancellationToken cancellationToken)
    {
        if (!await target.Container.MoveAsync(target.Staging + file.Name, file.Name, cancellationToken)) throw new IOException($"{file.Name} is gone from the staging area");
        if (file.Plan.Kind != PlannedFileKind.Mp4) return;
        var etag = (await target.Container.GetPropertiesAsync(file.Name, cancellationToken))?.ETag ?? "";
        foreach (var (name, content) in IndexFiles.Write(file, etag)) await UploadAsync(target, name, content, cancellationToken);
    }

    // In the order of publication: the server manifest makes an asset streamable, so it is the last.
    private static List<(string Name, byte[] Content)> Documents(EncodedOutput output, List<EncodedFile> files, OutputTarget target, Func<SourceFile, string> addressOf)
    {
        var basename = FileNamePattern.Basename(output.Source.Name, copies: false);
        var documents = new List<(string, byte[])> { (target.Named($"{target.JobId:D}_metadata.json"), InputMetadata.Write(output.Source.Files, addressOf)) };
        foreach (var file in files.Where(file => file.Plan.Sprite is not null))
        {
            documents.Add((Path.ChangeExtension(file.Name, ".vtt"), SpriteCues.Write(file.Plan.Sprite!, file.Name, output.Source.Duration)));
        }

        if (!ServerManifestMaker.HasTracks(files)) return documents;
        var manifest = ServerManifestMaker.Make(files, target.Named(basename + ".ismc"));
        documents.Add((target.Named(basename + "_manifest.json"), OutputMetadata.Write(files)));
        documents.Add((target.Named(basename + ".ismc"), ClientManifest(files, manifest)));
        documents.Add((target.Named(basename + ".ism"), ServerManifestWriter.Write(manifest)));
        return documents;
    }

    private static byte[] ClientManifest(List<EncodedFile> files, ServerManifest manifest)
    {
        try
        {
            return ClientManifestMaker.Make(files, manifest);
        }
        catch (PackagingRefusedException refusal)
        {
            throw JobErrors.Service("The output cannot be streamed.", refusal.Message);
        }
    }

    private static async Task UploadAsync(OutputTarget target, string name, byte[] content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content, writable: false);
        await target.Container.UploadAsync(name, stream, null, cancellationToken);
    }

    private static async Task<string[]> ReadListAsync(OutputTarget target, CancellationToken cancellationToken)
    {
        const int longest = 8 << 20;
        if (await target.Container.OpenReadAsync(target.PublishList, cancellationToken) is not { } reader) return [];
        await using (reader)
        {
            if (reader.Length > longest) return [];
            var bytes = new byte[reader.Length];
            var length = await reader.ReadAsync(0, bytes, cancellationToken);
            return JsonSerializer.Deserialize<string[]>(bytes.AsSpan(0, length)) ?? [];
        }
    }

    private static async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (BlobException failure) when (failure.Failure == BlobFailure.ContainerNotFound)
        {
            throw JobErrors.OutputMissing("The container of the output asset is missing.", failure.Message);
        }
        catch (InvalidBlobNameException failure)
        {
            throw JobErrors.Unsupported("The file name pattern gives a name that no file can have.", failure.Message);
        }
        catch (Azure.RequestFailedException failure) when (failure.Status is 401 or 403)
        {
            throw JobErrors.OutputMissing("The output asset cannot be written to.", failure.ErrorCode);
        }
        catch (Exception failure) when (failure is BlobException or IOException or Azure.RequestFailedException)
        {
            throw JobErrors.UploadBroke("The output could not be stored.", failure.Message);
        }
    }
}
