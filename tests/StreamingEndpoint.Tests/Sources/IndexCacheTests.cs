using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>The cache of track indexes is one: whatever happens to its files, the same bytes are served.</summary>
public sealed class IndexCacheTests
{
    private const string Segment = "QualityLevels(500000)/Fragments(video=0,format=m3u8-cmaf)";

    [Test]
    public async Task A_cache_that_is_deleted_between_two_requests_is_not_missed()
    {
        await using var server = await OriginServer.StartAsync();
        var path = await PublishAsync(server);
        var expected = await server.Client.GetByteArrayAsync($"{path}/{Segment}");
        await using var restarted = await OriginServer.StartBesideAsync(server);
        _ = await restarted.Client.GetByteArrayAsync($"{path}/manifest(format=mpd-time-cmaf)");

        File.Delete(Sidecar(server));

        Assert.That(await restarted.Client.GetByteArrayAsync($"{path}/{Segment}"), Is.EqualTo(expected));
    }

    [Test]
    public async Task An_index_that_turns_out_to_be_damaged_is_made_anew()
    {
        await using var server = await OriginServer.StartAsync();
        var path = await PublishAsync(server);
        var expected = await server.Client.GetByteArrayAsync($"{path}/{Segment}");
        var whole = await File.ReadAllBytesAsync(Sidecar(server));
        Damage(Sidecar(server));
        await using var restarted = await OriginServer.StartBesideAsync(server);
        _ = await restarted.Client.GetByteArrayAsync($"{path}/manifest(format=mpd-time-cmaf)");
        Assert.That(await File.ReadAllBytesAsync(Sidecar(server)), Is.Not.EqualTo(whole), "the head alone does not tell of the damage");

        Assert.That(await restarted.Client.GetByteArrayAsync($"{path}/{Segment}"), Is.EqualTo(expected));
        Assert.That(await File.ReadAllBytesAsync(Sidecar(server)), Is.EqualTo(whole));
    }

    [Test]
    public async Task What_cannot_take_its_place_in_the_cache_is_not_left_there()
    {
        await using var server = await OriginServer.StartAsync();
        var path = await PublishAsync(server);
        var expected = await server.Client.GetByteArrayAsync($"{path}/{Segment}");
        var sidecar = Sidecar(server);
        File.Delete(sidecar);
        Directory.CreateDirectory(sidecar);

        await using var restarted = await OriginServer.StartBesideAsync(server);

        Assert.That(await restarted.Client.GetByteArrayAsync($"{path}/{Segment}"), Is.EqualTo(expected));
        Assert.That(Directory.EnumerateFiles(Path.GetDirectoryName(sidecar)!), Is.Empty);
    }

    [Test]
    public async Task What_a_killed_process_was_writing_is_removed_but_not_what_another_writes_now()
    {
        await using var server = await OriginServer.StartAsync();
        var path = await PublishAsync(server);
        _ = await server.Client.GetByteArrayAsync($"{path}/{Segment}");
        var sidecar = Sidecar(server);
        File.Delete(sidecar);
        var (abandoned, current) = ($"{sidecar}.1.tmp", $"{sidecar}.2.tmp");
        await File.WriteAllTextAsync(abandoned, "half");
        await File.WriteAllTextAsync(current, "half");
        File.SetLastWriteTimeUtc(abandoned, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));

        await using var restarted = await OriginServer.StartBesideAsync(server);
        _ = await restarted.Client.GetByteArrayAsync($"{path}/{Segment}");

        Assert.That(Directory.EnumerateFiles(Path.GetDirectoryName(sidecar)!), Is.EquivalentTo(new[] { sidecar, current }));
    }

    private static async Task<string> PublishAsync(OriginServer server)
    {
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "a.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4")));
        await server.UploadAsync(asset, "a.ism", System.Text.Encoding.UTF8.GetBytes(
            "<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head><meta name=\"formats\" content=\"mp4\"/></head><body><switch><video src=\"a.mp4\" systemBitrate=\"500000\"/></switch></body></smil>"));
        return $"/{await server.PublishAsync(asset)}/a.ism";
    }

    private static string Sidecar(OriginServer server) => Directory.EnumerateFiles(server.Directory, "*.mptx", SearchOption.AllDirectories).Single();

    // The columns of the first track, the video, stand behind the head, whose length is at 36.
    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[BitConverter.ToInt32(bytes, 36) + 8] ^= 255;
        File.WriteAllBytes(path, bytes);
    }
}
