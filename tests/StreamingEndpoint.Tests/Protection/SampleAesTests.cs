using System.Text;
using MediaPlatform.Data.Streaming;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>SAMPLE-AES in transport streams: decrypted by the standard, samples are those of the clear output.</summary>
public sealed class SampleAesTests
{
    private const string Encryption = ",encryption=cbcs-aapl";
    private const string SurroundFile = "good/eac3-51.mp4";
    private const string HevcFile = "good/elephants-hevc-hvc1-360p.mp4";
    private ProtectedOrigin _origin = null!;
    private ProtectedPresentation _protected = null!;
    private string _policy = "";

    private HttpClient Client => _origin.Server.Client;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _origin = await ProtectedOrigin.StartAsync();
        _policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCbcs = new(
            new EnabledProtocols(Dash: true, Hls: true), Drm: new(new StreamingPolicyFairPlayConfiguration(), new(), new())));
        _protected = await _origin.PublishAsync(_policy, "CommonEncryptionCbcs", (null, []));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _origin.DisposeAsync();

    // RFC 8216 7: SAMPLE-AES and KEYFORMAT want version 5, which players of versions 3 and 4 then leave alone.
    [TestCase("m3u8-aapl", 4)]
    [TestCase("m3u8-aapl-v3", 3)]
    public async Task Playlists_with_encrypted_samples_are_of_the_version_that_knows_them(string format, int clearVersion)
    {
        var master = _origin.Address($"{_protected.Path}/manifest(format={format}{Encryption})");
        foreach (var playlist in ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master)).Distinct())
        {
            Assert.That(await Client.GetStringAsync(playlist), Does.StartWith("#EXTM3U\n#EXT-X-VERSION:5\n"), playlist.ToString());
            Assert.That(await Client.GetStringAsync(Clear(playlist)), Does.StartWith($"#EXTM3U\n#EXT-X-VERSION:{clearVersion}\n"));
        }
    }

    [TestCase("m3u8-aapl", 3)]
    [TestCase("m3u8-aapl-v3", 1)]
    public async Task Decrypted_samples_are_those_of_the_clear_segments(string format, int playlists)
    {
        var master = _origin.Address($"{_protected.Path}/manifest(format={format}{Encryption})");
        var seen = new HashSet<int>();
        var slices = 0;
        using var decryptor = new SampleAesDecryptor(_protected.Keys[0]);
        var lists = ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master)).Distinct().ToList();
        Assert.That(lists, Has.Count.GreaterThanOrEqualTo(playlists));
        foreach (var playlist in lists)
        {
            var lines = (await Client.GetStringAsync(playlist)).Split('\n');
            Assert.That(lines.Single(line => line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal)), Is.EqualTo(
                $"#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://keys.example.com:7443/FairPlay/?kid={_protected.Keys[0].Id}\",KEYFORMAT=\"com.apple.streamingkeydelivery\",KEYFORMATVERSIONS=\"1\""));
            foreach (var segment in ManifestUrls.OfPlaylist(playlist, string.Join('\n', lines)))
            {
                var encrypted = ElementaryStream.OfSegment(await Client.GetByteArrayAsync(segment));
                var clear = ElementaryStream.OfSegment(await Client.GetByteArrayAsync(Clear(segment)));
                Assert.That(encrypted, Has.Count.EqualTo(clear.Count));
                for (var i = 0; i < clear.Count; i++)
                {
                    seen.Add(encrypted[i].Type);
                    AssertDecrypts(decryptor, encrypted[i], clear[i], ref slices);
                }
            }
        }

        Assert.That(seen, Is.EquivalentTo(new[] { 0xDB, 0xCF }));
        Assert.That(slices, Is.GreaterThan(100));
    }

    [Test]
    public async Task Surround_sound_is_encrypted_frame_by_frame_and_described()
    {
        var (path, key, clear) = await PublishAsync(SurroundFile);
        var master = _origin.Address($"{path}/manifest(format=m3u8-aapl{Encryption})");
        var playlist = ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master))[0];
        var segment = ManifestUrls.OfPlaylist(playlist, await Client.GetStringAsync(playlist))[0];
        var encrypted = ElementaryStream.OfSegment(await Client.GetByteArrayAsync(segment)).Single();
        var plain = ElementaryStream.OfSegment(await Client.GetByteArrayAsync(
            segment.AbsoluteUri.Replace(path, clear, StringComparison.Ordinal).Replace(Encryption, "", StringComparison.Ordinal))).Single();
        Assert.That((encrypted.Type, plain.Type), Is.EqualTo((0xC2, 0x87)));
        Assert.That(encrypted.Descriptors.AsSpan().IndexOf("apadzec3"u8), Is.Positive);
        Assert.That(encrypted.Descriptors.AsSpan().IndexOf(plain.Bytes.AsSpan(0, 10)), Is.Positive, "audio setup");
        Assert.That(encrypted.Bytes.AsSpan().SequenceEqual(plain.Bytes), Is.False);
        using var decryptor = new SampleAesDecryptor(key);
        Assert.That(decryptor.Eac3(encrypted.Bytes).AsSpan().SequenceEqual(plain.Bytes));
    }

    [Test]
    public async Task Video_without_rules_is_refused_in_the_playlist_already()
    {
        var (path, _, _) = await PublishAsync(HevcFile);
        using var transport = await Client.GetAsync($"{path}/manifest(format=m3u8-aapl{Encryption})");
        using var fragmented = await Client.GetAsync($"{path}/manifest(format=m3u8-cmaf{Encryption})");
        Assert.That(((int)transport.StatusCode, (int)fragmented.StatusCode), Is.EqualTo((415, 200)));
    }

    [Test]
    [Category("Integration")]
    public async Task A_player_that_is_given_the_key_decodes_the_same_frames()
    {
        await using var keys = WebApplication.CreateSlimBuilder().Build();
        keys.Urls.Add("http://127.0.0.1:0");
        keys.MapGet("/key", () => Results.Bytes(_protected.Keys[0].Value));
        await keys.StartAsync();
        foreach (var kind in new[] { "video", "audio" })
        {
            var master = _origin.Address($"{_protected.Path}/manifest(format=m3u8-aapl{Encryption})");
            var address = ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master))
                .First(url => url.AbsoluteUri.Contains($"Manifest({kind}", StringComparison.Ordinal) && !url.AbsoluteUri.Contains("keyframes", StringComparison.Ordinal));
            var playlist = new StringBuilder();
            foreach (var line in (await Client.GetStringAsync(address)).Split('\n'))
            {
                playlist.Append(line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal)
                    ? $"#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"{keys.Urls.First()}/key\",IV=0x{Convert.ToHexString(_protected.Keys[0].Iv)}"
                    : line.Length > 0 && line[0] != '#' ? new Uri(address, line).AbsoluteUri : line).Append('\n');
            }

            using var folder = new TemporaryFolder();
            var file = Path.Combine(folder.FullPath, "media.m3u8");
            await File.WriteAllTextAsync(file, playlist.ToString());
            var decrypted = await DecodeAsync(file);
            var expected = await DecodeAsync(Clear(address).AbsoluteUri);
            Assert.That(expected.Split('\n'), Has.Length.GreaterThan(150));
            Assert.That(decrypted, Is.EqualTo(expected), kind);
        }
    }

    private static void AssertDecrypts(SampleAesDecryptor decryptor, ElementaryStream encrypted, ElementaryStream clear, ref int slices)
    {
        if (encrypted.Type == 0xDB)
        {
            Assert.That(encrypted.Descriptors.AsSpan().IndexOf("zavc"u8), Is.Positive);
            var (units, expected) = (decryptor.Video(encrypted.Bytes, ref slices), SampleAesDecryptor.NalUnits(clear.Bytes));
            Assert.That(units, Has.Count.EqualTo(expected.Count));
            Assert.That(units.Zip(expected).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
        }
        else
        {
            Assert.That(encrypted.Descriptors.AsSpan().IndexOf("apadzaac"u8), Is.Positive);
            Assert.That(encrypted.Bytes.AsSpan().SequenceEqual(clear.Bytes), Is.False);
            Assert.That(decryptor.Aac(encrypted.Bytes).AsSpan().SequenceEqual(clear.Bytes));
        }
    }

    private async Task<(string Path, TestKey Key, string Clear)> PublishAsync(string media)
    {
        var file = Path.GetFileNameWithoutExtension(media);
        var ism = $"""
            <?xml version="1.0" encoding="utf-8"?>
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head><meta name="formats" content="mp4" /></head>
            <body><switch><{(media == HevcFile ? "video" : "audio")} src="{file}.mp4" /></switch></body></smil>
            """;
        var asset = await _origin.Server.AddAssetAsync();
        await _origin.Server.UploadAsync(asset, file + ".mp4", await File.ReadAllBytesAsync(SharedFiles.Media(media)));
        await _origin.Server.UploadAsync(asset, file + ".ism", Encoding.UTF8.GetBytes(ism));
        var clear = $"/{await _origin.Server.PublishAsync(asset)}/{file}.ism";
        var (path, keys) = await _origin.PublishAsync(asset, file, _policy, "CommonEncryptionCbcs", (null, []));
        return (path, keys[0], clear);
    }

    private Uri Clear(Uri url) => new(url.AbsoluteUri.Replace(_protected.Path, _origin.Clear, StringComparison.Ordinal).Replace(Encryption, "", StringComparison.Ordinal));

    private static async Task<string> DecodeAsync(string playlist)
    {
        // Not to the end: ffmpeg 5.1 forgets to decrypt the frames that come out after the last segment was read.
        var outcome = await ToolRunner.RunAsync("ffmpeg",
            ["-v", "error", "-threads", "1", "-protocol_whitelist", "file,http,tcp,crypto", "-extension_picky", "0", "-i", playlist, "-frames", "190", "-f", "framemd5", "-"]);
        Assert.That(outcome.Errors, Is.Empty);
        return outcome.Output;
    }
}
