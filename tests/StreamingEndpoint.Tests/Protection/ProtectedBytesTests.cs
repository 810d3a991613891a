using System.Buffers.Binary;
using MediaPlatform.Data.Streaming;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>
/// Which bytes of a sample are changed, found without the key by comparing with the clear output: those that ISO/IEC 23001-7 lets
/// be encrypted, in the pattern of the scheme, and no others.
/// </summary>
public sealed class ProtectedBytesTests
{
    private const string Av1 = "-f lavfi -i testsrc2=size=320x192:rate=24:duration=5 -c:v libaom-av1 -cpu-used 8 -tiles 2x1 -g 48";
    private ProtectedOrigin _origin = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _origin = await ProtectedOrigin.StartAsync(("StreamingEndpoint:AllowAc3", "true"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _origin.DisposeAsync();

    [TestCase("good/bbb-hevc-hvc1-720p.mp4", true)]
    [TestCase("good/bbb-hevc-hev1-720p.mp4", true)]
    [TestCase("good/hdr10-hevc-hev1-1080p.mp4", true)]
    [TestCase(Av1, false, Category = "Integration")]
    public async Task Of_pictures_only_slices_and_tiles_are_changed(string media, bool isHevc)
    {
        foreach (var (scheme, encrypted, clear) in await SamplesAsync(media, "video"))
        {
            var isPattern = scheme == "cbcs-aapl";
            Assert.That(encrypted.Parts.Sum(part => part.Clear + part.Protected), Is.EqualTo(encrypted.Bytes.Length));
            var at = 0;
            foreach (var (lead, length) in encrypted.Parts)
            {
                AssertSame(encrypted.Bytes, clear, at, lead);
                // In counter mode, and in AV1 always, whole blocks; cbcs leaves what is over in the clear.
                Assert.That(isPattern && isHevc ? 0 : length % 16, Is.Zero);
                AssertChanged(encrypted.Bytes, clear, at + lead, length, isPattern ? 10 : 1);
                at += lead + length;
            }

            if (isHevc)
            {
                AssertHevcHeaders(encrypted.Bytes, clear);
            }
        }
    }

    [TestCase("good/eac3-51.mp4")]
    [TestCase("good/atmos-eac3-joc.mp4")]
    [TestCase("good/dts-core-dtsc.mp4")]
    [TestCase("good/dts-hd-ma-dtsh.mp4")]
    [TestCase("good/dts-express-dtse.mp4")]
    [TestCase("refuse/ac3-51.mp4")]
    public async Task Sound_is_changed_from_its_first_byte_on(string media)
    {
        foreach (var (scheme, encrypted, clear) in await SamplesAsync(media, "audio"))
        {
            Assert.That(encrypted.Parts, Is.Empty);
            var whole = encrypted.Bytes.Length / 16 * 16;
            AssertChanged(encrypted.Bytes, clear, 0, whole, 1);
            if (scheme == "cbcs-aapl")
            {
                AssertSame(encrypted.Bytes, clear, whole, encrypted.Bytes.Length - whole);
            }
        }
    }

    private static void AssertSame(byte[] encrypted, byte[] clear, int at, int length) =>
        Assert.That(encrypted.AsSpan(at, length).SequenceEqual(clear.AsSpan(at, length)), $"{length} bytes from {at} stay");

    /// <summary>One block in each stride is changed. That a cipher gives a block back as it was has no chance worth naming.</summary>
    private static void AssertChanged(byte[] encrypted, byte[] clear, int start, int length, int stride)
    {
        for (var block = 0; block < (length + 15) / 16; block++)
        {
            var (at, size) = (start + (block * 16), Math.Min(16, length - (block * 16)));
            var isSame = encrypted.AsSpan(at, size).SequenceEqual(clear.AsSpan(at, size));
            Assert.That(isSame, Is.EqualTo(block % stride != 0 || size < 16), $"block {block} of {length} bytes from {start}");
        }
    }

    /// <summary>Lengths, unit headers and all units that are no slices stay, ISO/IEC 23008-2 7.4.2.2.</summary>
    private static void AssertHevcHeaders(byte[] encrypted, byte[] clear)
    {
        var slices = 0;
        for (var at = 0; at < clear.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(clear.AsSpan(at));
            var isSlice = ((clear[at + 4] >> 1) & 63) < 32;
            AssertSame(encrypted, clear, at, isSlice ? 6 : 4 + length);
            slices += isSlice && !encrypted.AsSpan(at, 4 + length).SequenceEqual(clear.AsSpan(at, 4 + length)) ? 1 : 0;
            at += 4 + length;
        }

        Assert.That(slices > 0 || clear.Length < 200, "a picture of some size has a changed slice");
    }

    private async Task<List<(string Scheme, EncryptedFragment.Sample Encrypted, byte[] Clear)>> SamplesAsync(string media, string kind)
    {
        var asset = await _origin.Server.AddAssetAsync();
        await _origin.Server.UploadAsync(asset, "media.mp4", await ReadAsync(media));
        await _origin.Server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", kind));
        var plain = $"/{await _origin.Server.PublishAsync(asset)}/media.ism";
        var found = new List<(string, EncryptedFragment.Sample, byte[])>();
        foreach (var (scheme, type, ivSize) in new[] { ("cenc", "CommonEncryptionCenc", 8), ("cbcs-aapl", "CommonEncryptionCbcs", 0) })
        {
            var policy = await _origin.AddPolicyAsync(policy => (policy.CommonEncryptionCenc, policy.CommonEncryptionCbcs) = (
                new(new(Dash: true), ClearKeyEncryptionConfiguration: new()), new(new(Dash: true), ClearKeyEncryptionConfiguration: new())));
            var (path, _) = await _origin.PublishAsync(asset, "media", policy, type, (null, []));
            var urls = await ManifestUrls.AllAsync(_origin.Server.Client, $"{path}/manifest(format=mpd-time-cmaf,encryption={scheme})");
            foreach (var url in urls.Skip(1).Select(url => url.AbsoluteUri))
            {
                var clear = url.Replace(path, plain, StringComparison.Ordinal).Replace($",encryption={scheme}", "", StringComparison.Ordinal);
                var encrypted = EncryptedFragment.SamplesOf(await _origin.Server.Client.GetByteArrayAsync(url), ivSize);
                var expected = EncryptedFragment.SamplesOf(await _origin.Server.Client.GetByteArrayAsync(clear), ivSize);
                Assert.That(encrypted, Has.Count.EqualTo(expected.Count));
                found.AddRange(encrypted.Zip(expected, (sample, other) => (scheme, sample, other.Bytes)));
            }
        }

        Assert.That(found, Has.Count.GreaterThan(10));
        return found;
    }

    private static async Task<byte[]> ReadAsync(string media)
    {
        if (!media.StartsWith('-'))
        {
            return await File.ReadAllBytesAsync(SharedFiles.Media(media));
        }

        using var folder = new TemporaryFolder();
        var made = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-nostdin", .. media.Split(' '), folder.File("media.mp4")]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        return await File.ReadAllBytesAsync(folder.File("media.mp4"));
    }
}
