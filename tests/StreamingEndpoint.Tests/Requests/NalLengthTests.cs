using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Streaming;
using MediaPlatform.StreamingEndpoint.Tests.Protection;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>Files whose NAL units have lengths of one, two or three bytes play as those with the usual four do.</summary>
[Category("Integration")]
public sealed class NalLengthTests
{
    // Slices and parameter sets of less than 256 bytes, and no comment of the encoder, which is longer.
    private const string Avc = "-c:v libx264 -preset veryfast -bf 2 -x264-params slice-max-size=240:keyint=50:min-keyint=50:scenecut=0 -bsf:v filter_units=remove_types=6";
    private const string Hevc = "-c:v libx265 -preset veryfast -x265-params info=0:keyint=50:min-keyint=50:scenecut=0:log-level=error:crf=51 -tag:v hvc1";
    private const int Frames = 175;

    private ProtectedOrigin _origin = null!;

    private HttpClient Client => _origin.Server.Client;

    [OneTimeSetUp]
    public async Task StartAsync() => _origin = await ProtectedOrigin.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _origin.DisposeAsync();

    [TestCase(Avc, 1)]
    [TestCase(Avc, 2)]
    [TestCase(Avc, 3)]
    [TestCase(Hevc, 1)]
    [TestCase(Hevc, 2)]
    public async Task Transport_streams_are_those_of_the_file_with_usual_lengths(string codec, int size)
    {
        var usual = await EncodeAsync(codec);
        var asset = await AddAsync(await NalLengthFile.ShortenAsync(usual, size));
        var (path, original) = (await PublishAsync(asset), await PublishAsync(await AddAsync(usual)));
        foreach (var format in new[] { "m3u8-aapl", "m3u8-aapl-v3" })
        {
            var urls = (await ManifestUrls.AllAsync(Client, $"{path}/manifest(format={format})")).Where(url => url.AbsolutePath.Contains("=", StringComparison.Ordinal)).ToList();
            Assert.That(urls.Count(url => url.AbsolutePath.Contains("KeyFrames(", StringComparison.Ordinal)), format == "m3u8-aapl" ? Is.EqualTo(4) : Is.Zero);
            foreach (var url in urls.Where(url => !url.AbsolutePath.Contains("Manifest(", StringComparison.Ordinal)))
            {
                var expected = await Client.GetByteArrayAsync(await SameInAsync(original, url, path));
                Assert.That((await Client.GetByteArrayAsync(url)).AsSpan().SequenceEqual(expected), url.AbsolutePath);
            }

            Assert.That(await FramesAsync($"{_origin.Address(path)}/manifest(format={format})"), Is.EqualTo(Frames), format);
        }
    }

    [TestCase(Avc, 1)]
    [TestCase(Avc, 2)]
    [TestCase(Avc, 3)]
    [TestCase(Hevc, 2)]
    public async Task Fragments_keep_the_lengths_of_the_file(string codec, int size)
    {
        var file = await NalLengthFile.ShortenAsync(await EncodeAsync(codec), size);
        var path = await PublishAsync(await AddAsync(file));
        foreach (var format in new[] { "mpd-time-cmaf", "mpd-time-csf" })
        {
            var urls = (await ManifestUrls.AllAsync(Client, $"{path}/manifest(format={format})")).Where(url => url.AbsolutePath.Contains("Fragments(video", StringComparison.Ordinal));
            var decoded = await DecodedMedia.OfAsync(await DecodedMedia.FetchAsync(Client, urls.Select(url => url.AbsoluteUri)));
            Assert.That(Hashes(decoded), Has.Count.EqualTo(Frames).And.EqualTo(Hashes(await DecodedMedia.OfAsync([file], "-an"))), format);
        }

        Assert.That(await Client.GetStringAsync($"{path}/manifest"), Does.Contain($" NALUnitLengthField=\"{size}\""));
    }

    [TestCase(Avc, 1)]
    [TestCase(Avc, 2)]
    [TestCase(Hevc, 2)]
    public async Task Encrypted_fragments_decrypt_to_the_clear_ones(string codec, int size)
    {
        var asset = await AddAsync(await NalLengthFile.ShortenAsync(await EncodeAsync(codec), size));
        var clear = await PublishAsync(asset);
        foreach (var (encryption, type) in new[] { ("cenc", "CommonEncryptionCenc"), ("cbcs-aapl", "CommonEncryptionCbcs") })
        {
            var policy = await _origin.AddPolicyAsync(policy => (policy.CommonEncryptionCenc, policy.CommonEncryptionCbcs) = (
                new(new(Dash: true, Hls: true), ClearKeyEncryptionConfiguration: new()),
                new(new(Dash: true, Hls: true), ClearKeyEncryptionConfiguration: new())));
            var published = await _origin.PublishAsync(asset, "media", policy, type, (null, []));
            var urls = (await ManifestUrls.AllAsync(Client, $"{published.Path}/manifest(format=mpd-time-cmaf,encryption={encryption})"))
                .Where(url => url.AbsolutePath.Contains("Fragments(video", StringComparison.Ordinal)).Select(url => url.AbsoluteUri).ToList();
            var parts = await DecodedMedia.FetchAsync(Client, urls);
            var plain = await DecodedMedia.FetchAsync(Client, urls.Select(url => url.Replace(published.Path, clear, StringComparison.Ordinal).Replace($",encryption={encryption}", "", StringComparison.Ordinal)));
            Assert.That(await DecodedMedia.DecryptedAsync(parts, published.Keys[0]), Is.EqualTo(await DecodedMedia.OfAsync(plain)), encryption);
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task Sample_encryption_finds_the_slices(int size)
    {
        var usual = await EncodeAsync(Avc);
        var policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCbcs = new(
            new EnabledProtocols(Hls: true), Drm: new(new StreamingPolicyFairPlayConfiguration())));
        var published = await _origin.PublishAsync(await AddAsync(await NalLengthFile.ShortenAsync(usual, size)), "media", policy, "CommonEncryptionCbcs", (null, []));
        var original = await PublishAsync(await AddAsync(usual));
        using var decryptor = new SampleAesDecryptor(published.Keys[0]);
        var urls = (await ManifestUrls.AllAsync(Client, $"{published.Path}/manifest(format=m3u8-aapl,encryption=cbcs-aapl)")).Where(url => url.AbsolutePath.Contains("s(video", StringComparison.Ordinal)).ToList();
        Assert.That(urls, Has.Count.EqualTo(2 + 4));
        var slices = 0;
        foreach (var url in urls)
        {
            var encrypted = ElementaryStream.OfSegment(await Client.GetByteArrayAsync(url)).Single();
            var clear = ElementaryStream.OfSegment(await Client.GetByteArrayAsync(
                (await SameInAsync(original, url, published.Path)).Replace(",encryption=cbcs-aapl", "", StringComparison.Ordinal))).Single();
            Assert.That(decryptor.Video(encrypted.Bytes, ref slices), Is.EqualTo(SampleAesDecryptor.NalUnits(clear.Bytes)), url.AbsolutePath);
        }

        Assert.That(slices, Is.GreaterThan(50));
    }

    /// <summary>The same URL for the file with usual lengths, whose bitrate is another.</summary>
    private async Task<string> SameInAsync(string original, Uri url, string path)
    {
        var kind = url.AbsolutePath.Contains("(audio", StringComparison.Ordinal) ? "audio" : "video";
        var stream = System.Xml.Linq.XDocument.Parse(await Client.GetStringAsync($"{original}/manifest")).Root!.Elements("StreamIndex")
            .Single(stream => (string?)stream.Attribute("Type") == kind);
        var bitrate = (string?)stream.Element("QualityLevel")!.Attribute("Bitrate");
        return System.Text.RegularExpressions.Regex.Replace(url.AbsoluteUri.Replace(path, original, StringComparison.Ordinal), @"QualityLevels\(\d+\)", $"QualityLevels({bitrate})");
    }

    private static List<string> Hashes(string frames) =>
        [.. frames.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[(line.LastIndexOf(',') + 1)..])];

    private static async Task<int> FramesAsync(string manifest)
    {
        var outcome = await ToolRunner.RunAsync("ffprobe",
            ["-v", "error", "-extension_picky", "0", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames", "-of", "default=nw=1:nk=1", manifest]);
        Assert.That(outcome.Errors, Is.Empty);
        return int.Parse(outcome.Output.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<byte[]> EncodeAsync(string codec)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("media.mp4");
        var made = await ToolRunner.RunAsync("ffmpeg",
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=25:duration=7", "-f", "lavfi", "-i", "sine=sample_rate=48000:duration=7",
            "-c:a", "aac", .. codec.Split(' '), path,
        ]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        return await File.ReadAllBytesAsync(path);
    }

    private async Task<Asset> AddAsync(byte[] file)
    {
        var asset = await _origin.Server.AddAssetAsync();
        await _origin.Server.UploadAsync(asset, "media.mp4", file);
        await _origin.Server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "video", "audio"));
        return asset;
    }

    private async Task<string> PublishAsync(Asset asset) => $"/{await _origin.Server.PublishAsync(asset)}/media.ism";
}
