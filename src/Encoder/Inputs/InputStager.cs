using System.Globalization;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Jobs;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Inputs;

/// <summary>Brings the files of a job input to this worker; files on its own disk are read where they are.</summary>
internal sealed class InputStager(AssetStore assets, IBlobStore blobs, BlobDownload download, HttpInputReader http, IOptions<EncoderOptions> options)
{
    private const int MostFiles = 10;

    // Files of an asset that are no media; everything else in it is taken when the job names no file.
    private static readonly HashSet<string> Companions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".ism", ".ismc", ".json", ".mpi", ".vtt", ".ttml", ".srt", ".cmft", ".xml", ".txt", ".jpg", ".jpeg", ".png", ".bmp", ".m3u8", ".mpd",
    };

    public Task<StagedInput> StageAsync(JobInput input, Guid accountId, string folder, CancellationToken cancellationToken) => input switch
    {
        JobInputAsset asset => FromAssetAsync(asset, accountId, folder, cancellationToken),
        JobInputHttp url => FromUrlsAsync(url, folder, cancellationToken),
        JobInputs { Inputs: [var single] } => StageAsync(single, accountId, folder, cancellationToken),
        JobInputs => throw JobErrors.Unsupported("Jobs with several inputs, as overlays need them, are not supported."),
        JobInputSequence { Inputs: [var single] } => StageAsync(single, accountId, folder, cancellationToken),
        JobInputSequence => throw JobErrors.Unsupported("Stitching several inputs together is not supported."),
        _ => throw JobErrors.Unsupported("The job input names neither an asset nor a URL."),
    };

    private async Task<StagedInput> FromAssetAsync(JobInputAsset input, Guid accountId, string folder, CancellationToken cancellationToken)
    {
        var asset = await assets.FindAsync(accountId, input.AssetName, cancellationToken)
            ?? throw JobErrors.InputMissing($"There is no asset '{input.AssetName}'.");
        if (asset.StorageEncryptionFormat != "None") throw JobErrors.ContentUnsupported($"The files of asset '{asset.Name}' are encrypted in storage.");
        var container = blobs.GetContainer(asset.StorageAccountName, asset.Container);
        var names = await NamesAsync(input, container, asset, cancellationToken);
        var files = new List<InputFilePath>();
        foreach (var name in names)
        {
            var target = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"in{files.Count}{SafeExtension(name)}"));
            var path = LocalPath(container, name) ?? await download.FetchAsync(container, name, target, cancellationToken);
            files.Add(new InputFilePath(path, Path.GetFileName(name), $"{asset.StorageAccountName}/{asset.Container}/{name}"));
        }

        return new StagedInput(files, input);
    }

    private static string? LocalPath(IBlobContainer container, string name)
    {
        try
        {
            return container.TryGetLocalPath(name, out var path) ? path : null;
        }
        catch (InvalidBlobNameException)
        {
            throw JobErrors.InputMissing($"'{name}' is no legal file name.");
        }
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(JobInputAsset input, IBlobContainer container, Asset asset, CancellationToken cancellationToken)
    {
        if (input.Files.Count > MostFiles) throw JobErrors.Unsupported($"A job reads at most {MostFiles} files of an asset.");
        if (input.Files.Count > 0) return input.Files;
        var all = new List<string>();
        await foreach (var blob in container.ListAsync(null, cancellationToken))
        {
            if (!blob.Name.Contains('/', StringComparison.Ordinal)) all.Add(blob.Name);
            if (all.Count > 10_000) break;
        }

        var media = all.Where(name => !Companions.Contains(Path.GetExtension(name))).ToList();
        if (media.Count == 0) media = all;
        if (media.Count == 0) throw JobErrors.InputMissing($"Asset '{asset.Name}' holds no file.");
        return media.Count <= MostFiles ? media : throw JobErrors.Unsupported($"Asset '{asset.Name}' holds more than {MostFiles} media files; name those to be read.");
    }

    private async Task<StagedInput> FromUrlsAsync(JobInputHttp input, string folder, CancellationToken cancellationToken)
    {
        if (input.Files.Count > MostFiles) throw JobErrors.Unsupported($"A job reads at most {MostFiles} files.");
        var urls = UrlsOf(input);
        var files = new List<InputFilePath>();
        foreach (var url in urls)
        {
            var name = Path.GetFileName(Uri.UnescapeDataString(url.AbsolutePath));
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"in{files.Count}{SafeExtension(name)}"));
            await Retry.TransientAsync(token => http.DownloadAsync(url, path, token), options.Value, cancellationToken);
            files.Add(new InputFilePath(path, name.Length > 0 ? name : "input", HttpInputReader.Shown(url)));
        }

        return new StagedInput(files, input);
    }

    private static List<Uri> UrlsOf(JobInputHttp input)
    {
        // A base without its closing slash would lose its last folder.
        var basis = string.IsNullOrEmpty(input.BaseUri) || input.BaseUri.EndsWith('/') ? input.BaseUri : input.BaseUri + "/";
        var names = input.Files.Count > 0 ? input.Files : [""];
        return [.. names.Select(name => Absolute(basis, name))];
    }

    private static Uri Absolute(string? basis, string name)
    {
        if (Uri.TryCreate(name, UriKind.Absolute, out var whole) && whole.Scheme.StartsWith("http", StringComparison.Ordinal)) return whole;
        return Uri.TryCreate(basis, UriKind.Absolute, out var start) && Uri.TryCreate(start, name, out var url)
            ? url
            : throw JobErrors.InputMissing("The job input names no URL.");
    }

    private static string SafeExtension(string name)
    {
        var extension = Path.GetExtension(name);
        return extension.Length is > 1 and <= 8 && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension.ToLowerInvariant() : "";
    }
}
