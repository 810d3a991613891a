using MediaPlatform.Data.Blobs.Disk;
using MediaPlatform.StreamingEndpoint.Tests.Protection;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Files that are asked for over and over are read in place: the bytes stay the same, and a file that is cut meanwhile harms nobody else.</summary>
public sealed class InPlaceTests
{
    private const int Times = 40;

    [TestCase("Predefined_ClearKey", "EnvelopeEncryption", "clearKeyDefault", "m3u8-aapl", "cbc")]
    [TestCase("Predefined_ClearKey", "EnvelopeEncryption", "clearKeyDefault", "m3u8-cmaf", "cbc")]
    [TestCase("Predefined_MultiDrmCencStreaming", "CommonEncryptionCenc", "cencKeyDefault", "mpd-time-cmaf", "cenc")]
    [TestCase("Predefined_MultiDrmStreaming", "CommonEncryptionCbcs", "cbcsKeyDefault", "m3u8-cmaf", "cbcs-aapl")]
    [TestCase("Predefined_ClearStreamingOnly", null, null, "m3u8-aapl", null)]
    [TestCase("Predefined_ClearStreamingOnly", null, null, "mpd-time-cmaf", null)]
    public async Task The_bytes_stay_the_same_and_a_cut_file_ends_only_its_own_replies(string policy, string? type, string? label, string format, string? encryption)
    {
        await using var origin = await ProtectedOrigin.StartAsync();
        var path = type is null ? origin.Clear : (await origin.PublishAsync(policy, type, (label, []))).Path;
        var client = origin.Server.Client;
        var parameters = encryption is null ? "" : $",encryption={encryption}";
        var segments = (await ManifestUrls.AllAsync(client, $"{path}/manifest(format={format}{parameters})"))
            .Where(url => url.AbsoluteUri.Contains("Fragments(video", StringComparison.Ordinal)).ToList();
        Assert.That(segments, Is.Not.Empty);
        var expected = new Dictionary<Uri, byte[]>();
        foreach (var url in segments)
        {
            expected[url] = await client.GetByteArrayAsync(url);
        }

        var store = origin.Server.Get<DiskBlobStore>();
        for (var i = 0; i < Times; i++)
        {
            // Some at the same time, which share one making.
            await Task.WhenAll(segments.SelectMany(url => Enumerable.Repeat(url, 1 + (i % 3))).Select(async url => Assert.That((await client.GetByteArrayAsync(url)).AsSpan().SequenceEqual(expected[url]), url.AbsoluteUri)));
        }

        if (encryption is not null || format == "m3u8-aapl")
        {
            Assert.That(store.MappedBytes, Is.Positive);
        }

        var asking = segments.Select(async url =>
        {
            for (var i = 0; i < Times; i++)
            {
                try
                {
                    using var reply = await client.GetAsync(url);
                    var bytes = await reply.Content.ReadAsByteArrayAsync();
                    Assert.That(!reply.IsSuccessStatusCode || bytes.AsSpan().SequenceEqual(expected[url]), () => $"{url}: {bytes.Length} of {expected[url].Length} bytes, the same up to {bytes.AsSpan().CommonPrefixLength(expected[url])}");
                }
                catch (HttpRequestException)
                {
                    // The end of the reply was no longer there.
                }
            }
        }).ToList();
        // At the edge of a page: of one that a cut goes through, the system itself makes zeros while it sends it.
        foreach (var file in Directory.EnumerateFiles(origin.Server.Directory, "*.ismv", SearchOption.AllDirectories))
        {
            await using var writer = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            writer.SetLength(0);
        }

        await Task.WhenAll(asking);
        var other = await origin.Server.PublishAsync(Assets.MultiBitrate);
        Assert.That(await client.GetStringAsync($"/{other}/BigBuckBunny_3400.ism/manifest"), Does.Contain("SmoothStreamingMedia"));
    }
}
