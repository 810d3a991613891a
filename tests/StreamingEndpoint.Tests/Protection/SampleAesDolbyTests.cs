using MediaPlatform.Data.Streaming;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>AC-3 and E-AC-3 under SAMPLE-AES: each frame of each segment is encrypted for itself, from its 17th byte on, in whole blocks.</summary>
public sealed class SampleAesDolbyTests
{
    private const string Encryption = ",encryption=cbcs-aapl";

    // Above what a frame of six blocks can hold, so that a sample of the file is made of several frames.
    private const string ManyFrames = "-f lavfi -i sine=frequency=440:sample_rate=48000:duration=8 -ac 6 -c:a eac3 -b:a 3024k";

    // Frames of 44.1 kHz are of two sizes in turn.
    private const string TwoSizes = "-f lavfi -i sine=frequency=440:sample_rate=44100:duration=8 -c:a ac3 -b:a 192k";
    private ProtectedOrigin _origin = null!;
    private string _policy = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _origin = await ProtectedOrigin.StartAsync(("StreamingEndpoint:AllowAc3", "true"));
        _policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCbcs = new(
            new EnabledProtocols(Hls: true), Drm: new(new StreamingPolicyFairPlayConfiguration())));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _origin.DisposeAsync();

    [TestCase("good/eac3-51.mp4", "m3u8-aapl", 50)]
    [TestCase("good/eac3-51-voices-72s.mp4", "m3u8-aapl", 2000)]
    [TestCase("good/eac3-51-voices-72s.mp4", "m3u8-aapl-v3", 2000)]
    public Task Frames_of_E_AC_3(string media, string format, int least) => AssertDecryptsAsync(SharedFiles.Media(media), format, 0xC2, "zec3", least);

    [TestCase("refuse/ac3-51.mp4", "m3u8-aapl", 5)]
    [TestCase("refuse/ac3-51.mp4", "m3u8-aapl-v3", 5)]
    public Task Frames_of_AC_3(string media, string format, int least) => AssertDecryptsAsync(SharedFiles.Media(media), format, 0xC1, "zac3", least);

    [Test]
    public async Task Segments_beyond_the_end_of_the_sound_describe_it_as_those_before_do()
    {
        var asset = await _origin.Server.AddAssetAsync();
        await _origin.Server.UploadAsync(asset, "talk.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4")));
        await _origin.Server.UploadAsync(asset, "short.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/eac3-51.mp4")));
        await _origin.Server.UploadAsync(asset, "talk.ism", "<smil><body><switch><video src=\"talk.mp4\"/><audio src=\"short.mp4\"/></switch></body></smil>"u8.ToArray());
        var (path, _) = await _origin.PublishAsync(asset, "talk", _policy, "CommonEncryptionCbcs", (null, []));
        var tables = new List<string>();
        foreach (var url in (await ManifestUrls.AllAsync(_origin.Server.Client, $"{path}/manifest(format=m3u8-aapl-v3{Encryption})")).Where(url => url.AbsolutePath.Contains("/Fragments(", StringComparison.Ordinal)))
        {
            // The second packet, without the header that holds its counter.
            tables.Add(Convert.ToHexString((await _origin.Server.Client.GetByteArrayAsync(url)).AsSpan(188 + 4, 184)));
        }

        Assert.That(tables, Has.Count.GreaterThan(4).And.All.EqualTo(tables[0]));
    }

    [TestCase(ManyFrames, 0xC2, "zec3", 600)]
    [TestCase(TwoSizes, 0xC1, "zac3", 200)]
    [Category("Integration")]
    public async Task Frames_of_sizes_that_no_shared_file_has(string arguments, int type, string setup, int least)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("media.mp4");
        var made = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-nostdin", .. arguments.Split(' '), path]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        await AssertDecryptsAsync(path, "m3u8-aapl", type, setup, least);
    }

    private async Task AssertDecryptsAsync(string file, string format, int type, string setup, int least)
    {
        var (path, key, clear) = await PublishAsync(file);
        var (client, frames) = (_origin.Server.Client, 0);
        using var decryptor = new SampleAesDecryptor(key);
        var master = _origin.Address($"{path}/manifest(format={format}{Encryption})");
        var playlist = ManifestUrls.OfPlaylist(master, await client.GetStringAsync(master))[0];
        foreach (var segment in ManifestUrls.OfPlaylist(playlist, await client.GetStringAsync(playlist)))
        {
            var encrypted = ElementaryStream.OfSegment(await client.GetByteArrayAsync(segment)).Single();
            var plain = ElementaryStream.OfSegment(await client.GetByteArrayAsync(
                segment.AbsoluteUri.Replace(path, clear, StringComparison.Ordinal).Replace(Encryption, "", StringComparison.Ordinal))).Single().Bytes;
            Assert.That(encrypted.Type, Is.EqualTo(type));
            Assert.That(System.Text.Encoding.Latin1.GetString(encrypted.Descriptors), Does.Contain("apad" + setup));
            Assert.That(encrypted.Descriptors.AsSpan().IndexOf(plain.AsSpan(0, 10)), Is.Positive, "the setup is the start of the first frame");
            frames += AssertFrames(encrypted.Bytes, plain, type == 0xC1 ? SampleAesDecryptor.Ac3Size : SampleAesDecryptor.Eac3Size);
            Assert.That((type == 0xC1 ? decryptor.Ac3(encrypted.Bytes) : decryptor.Eac3(encrypted.Bytes)).AsSpan().SequenceEqual(plain));
        }

        Assert.That(frames, Is.GreaterThanOrEqualTo(least));
    }

    /// <summary>Without the key: what stays clear in each frame, and that nothing else does.</summary>
    private static int AssertFrames(byte[] encrypted, byte[] plain, Func<byte[], int> sizeOf)
    {
        Assert.That(encrypted, Has.Length.EqualTo(plain.Length));
        var frames = 0;
        for (var at = 0; at < plain.Length; frames++)
        {
            var size = sizeOf(plain[at..]);
            var end = at + 16 + ((size - 16) / 16 * 16);
            Assert.That((plain[at], plain[at + 1]), Is.EqualTo((0x0B, 0x77)));
            Assert.That(encrypted[at..(at + 16)], Is.EqualTo(plain[at..(at + 16)]));
            Assert.That(encrypted[end..(at + size)], Is.EqualTo(plain[end..(at + size)]));
            for (var block = at + 16; block < end; block += 16)
            {
                Assert.That(encrypted.AsSpan(block, 16).SequenceEqual(plain.AsSpan(block, 16)), Is.False);
            }

            at += size;
        }

        return frames;
    }

    private async Task<(string Path, TestKey Key, string Clear)> PublishAsync(string file)
    {
        var asset = await _origin.Server.AddAssetAsync();
        await _origin.Server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(file));
        await _origin.Server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "audio"));
        var clear = $"/{await _origin.Server.PublishAsync(asset)}/media.ism";
        var (path, keys) = await _origin.PublishAsync(asset, "media", _policy, "CommonEncryptionCbcs", (null, []));
        return (path, keys[0], clear);
    }
}
