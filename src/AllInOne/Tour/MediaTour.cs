using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using MediaPlatform.AllInOne.Hosting;

namespace MediaPlatform.AllInOne.Tour;

/// <summary>
/// Takes a media file to playable URLs through the public interfaces alone: asset, SAS upload with the official blob
/// client, job, locator. What a user's own program would do.
/// </summary>
internal sealed class MediaTour : IDisposable
{
    private const string MetadataVersion = "2022-08-01";
    private const string EncodingVersion = "2022-07-01";
    private const string TransformName = "AdaptiveStreaming";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly ArmClient _arm;
    private readonly ConnectionFile _connection;
    private readonly TourOutput _output;
    private readonly TimeProvider _clock;
    private readonly HttpClient _blobHttp;

    public MediaTour(ConnectionFile connection, TourOutput output, TimeProvider clock)
    {
        _connection = connection;
        _arm = new ArmClient(connection);
        _output = output;
        _clock = clock;

        // Azure's blob service shows a certificate that the system knows.
        _blobHttp = connection.BlobEndpoint is null ? new HttpClient() : LocalHttp.Create(connection.CaCertificate);
    }

    /// <summary>Brings one file to its URLs.</summary>
    /// <param name="path">A media file on this machine.</param>
    /// <param name="cancellationToken">Stops between and within the steps; a running job is left to the server.</param>
    /// <returns>True when it plays; false after telling why not.</returns>
    public async Task<bool> TakeAsync(string path, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(path);
        try
        {
            if (!File.Exists(path))
            {
                throw new TourException("there is no such file");
            }

            var name = ResourceName(path);
            await UploadAsync(path, file, name, cancellationToken);
            await EncodeAsync(file, name, cancellationToken);
            _output.Published(file, await PublishAsync(name, cancellationToken));
            return true;
        }
        catch (Exception exception) when (exception is TourException or HttpRequestException or Azure.RequestFailedException or IOException)
        {
            _output.Failed(file, exception.Message);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _arm.Dispose();
        _blobHttp.Dispose();
    }

    private async Task UploadAsync(string path, string file, string name, CancellationToken cancellationToken)
    {
        _output.Step(file, "uploading");
        await _arm.PutAsync($"assets/{name}-input", MetadataVersion, new JsonObject { ["properties"] = new JsonObject() }, cancellationToken);
        var sas = await _arm.PostAsync(
            $"assets/{name}-input/listContainerSas",
            MetadataVersion,
            new JsonObject { ["permissions"] = "ReadWrite", ["expiryTime"] = _clock.GetUtcNow().AddHours(12).ToString("O") },
            cancellationToken);
        var container = new BlobContainerClient(
            new Uri(sas["assetContainerSasUrls"]![0]!.GetValue<string>()),
            new BlobClientOptions { Transport = new HttpClientTransport(_blobHttp) });

        var length = Math.Max(1, new FileInfo(path).Length);
        var options = new BlobUploadOptions
        {
            ProgressHandler = new UploadProgress(sent => _output.Progress(file, "uploading", (int)Math.Min(100, sent * 100 / length))),
        };
        await container.GetBlobClient(BlobName(file)).UploadAsync(path, options, cancellationToken);
    }

    private async Task EncodeAsync(string file, string name, CancellationToken cancellationToken)
    {
        _output.Step(file, "encoding");
        await _arm.PutAsync($"assets/{name}-output", MetadataVersion, new JsonObject { ["properties"] = new JsonObject() }, cancellationToken);
        if (await _arm.GetAsync($"transforms/{TransformName}", EncodingVersion, cancellationToken) is null)
        {
            await _arm.PutAsync($"transforms/{TransformName}", EncodingVersion, TransformBody(), cancellationToken);
        }

        var job = $"transforms/{TransformName}/jobs/{name}";
        await _arm.PutAsync(job, EncodingVersion, JobBody(name), cancellationToken);
        while (true)
        {
            var properties = (await _arm.GetAsync(job, EncodingVersion, cancellationToken))?["properties"] ?? throw new TourException("the job is gone");
            var output = properties["outputs"]![0]!;
            switch (properties["state"]!.GetValue<string>())
            {
                case "Finished":
                    _output.Progress(file, "encoding", 100);
                    return;
                case "Error" or "Canceled":
                    throw new TourException(ErrorText(properties["state"]!, output["error"]));
                default:
                    _output.Progress(file, "encoding", output["progress"]?.GetValue<int>() ?? 0);
                    await Task.Delay(PollInterval, _clock, cancellationToken);
                    break;
            }
        }
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string>>> PublishAsync(string name, CancellationToken cancellationToken)
    {
        var locator = new JsonObject
        {
            ["properties"] = new JsonObject { ["assetName"] = $"{name}-output", ["streamingPolicyName"] = "Predefined_ClearStreamingOnly" },
        };
        await _arm.PutAsync($"streamingLocators/{name}", MetadataVersion, locator, cancellationToken);
        var paths = await _arm.PostAsync($"streamingLocators/{name}/listPaths", MetadataVersion, [], cancellationToken);

        var streaming = _connection.StreamingEndpoint.GetLeftPart(UriPartial.Authority);
        var manifest = paths["streamingPaths"]!.AsArray()
            .SelectMany(path => path!["paths"]!.AsArray())
            .Select(path => path!.GetValue<string>())
            .FirstOrDefault() ?? throw new TourException("the asset has no server manifest");
        var root = streaming + manifest[..(manifest.IndexOf("/manifest", StringComparison.OrdinalIgnoreCase) + "/manifest".Length)];
        var hls = $"{root}(format=m3u8-cmaf)";
        return
        [
            new("hls", hls),
            new("dash", $"{root}(format=mpd-time-cmaf)"),
            new("smooth", root),
            new("page", $"{_connection.PlayerPage}?player=shaka&url={Uri.EscapeDataString(hls)}"),
        ];
    }

    private static JsonObject TransformBody() => new()
    {
        ["properties"] = new JsonObject
        {
            ["outputs"] = new JsonArray(new JsonObject
            {
                ["preset"] = new JsonObject
                {
                    ["@odata.type"] = "#Microsoft.Media.BuiltInStandardEncoderPreset",
                    ["presetName"] = "AdaptiveStreaming",
                },
            }),
        },
    };

    private static JsonObject JobBody(string name) => new()
    {
        ["properties"] = new JsonObject
        {
            ["input"] = new JsonObject { ["@odata.type"] = "#Microsoft.Media.JobInputAsset", ["assetName"] = $"{name}-input" },
            ["outputs"] = new JsonArray(new JsonObject
            {
                ["@odata.type"] = "#Microsoft.Media.JobOutputAsset",
                ["assetName"] = $"{name}-output",
            }),
        },
    };

    private static string ErrorText(JsonNode state, JsonNode? error)
    {
        var detail = error?["details"] is JsonArray { Count: > 0 } details ? $" ({details[0]?["message"]})" : "";
        return error is null ? $"the job ended as {state}" : $"{error["code"]}: {error["message"]}{detail}";
    }

    // Two files of one name, or one file twice, never meet: the time of the run is part of the name.
    private string ResourceName(string path)
    {
        var stem = new string([.. Path.GetFileNameWithoutExtension(path).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return $"{(stem.Length == 0 ? "media" : stem[..Math.Min(stem.Length, 60)])}-{_clock.GetUtcNow():yyyyMMdd-HHmmss-fff}";
    }

    // AMS forbids these in file names, and allows one dot (control-plane.md 9).
    private static string BlobName(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        return string.Concat(stem.Select(c => "!*'();:@&=+$,/?%#[]\". ".Contains(c) ? '_' : c)) + Path.GetExtension(file);
    }

    private sealed class UploadProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
