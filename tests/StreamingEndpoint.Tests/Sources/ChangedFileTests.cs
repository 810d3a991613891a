using System.Net;
using MediaPlatform.StreamingEndpoint.Tests.Connections;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Somebody with a shell writes over a file that is being served: who is in the middle of it gets no whole segment made of two versions.</summary>
public sealed class ChangedFileTests
{
    private const int Seen = 1 << 20;

    [TestCase(FileMode.Open)]
    [TestCase(FileMode.Create)]
    public async Task A_reply_ends_where_its_file_was_written_over(FileMode mode)
    {
        await using var server = await OriginServer.StartAsync(("StreamingEndpoint:SourceFreshness", "00:00:05"));
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "a.mp4", await NoiseAsync());
        await server.UploadAsync(asset, "a.ism", Assets.Manifest("a.mp4", "video"));
        var path = $"/{await server.PublishAsync(asset)}/a.ism";
        var urls = (await ManifestUrls.AllAsync(server.Client, $"{path}/manifest(format=m3u8-cmaf)")).Where(url => url.AbsolutePath.Contains("Fragments(video=0", StringComparison.Ordinal)).ToList();
        var expected = await server.Client.GetByteArrayAsync(urls[0]);
        Assert.That(expected, Has.Length.GreaterThan(16 << 20), "more than lies in the buffers of the system");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = await RawClient.ConnectAsync(server.Address, 16 << 10, limit.Token);
        await client.SendAsync($"GET {urls[0].PathAndQuery} HTTP/1.1\r\nHost: {server.Address.Authority}\r\n\r\n", limit.Token);
        var received = new byte[Seen];
        await client.ReadAsync(received, limit.Token);

        Assert.That(server.ContainerOf(asset).TryGetLocalPath("a.mp4", out var file), Is.True);
        await using (var written = new FileStream(file!, mode, FileAccess.Write, FileShare.ReadWrite))
        {
            written.Write(new byte[expected.Length + (1 << 20)]);
        }

        using var after = await server.Client.GetAsync(urls[0], limit.Token);
        received = [.. received, .. await client.ReadToEndAsync(limit.Token)];
        var head = received.AsSpan().IndexOf("\r\n\r\n"u8) + 4;

        Assert.That(received.Length - head, Is.LessThan(expected.Length - (8 << 20)));
        Assert.That(received[head..Seen], Is.EqualTo(expected[..(Seen - head)]));
        if (mode == FileMode.Create)
        {
            // Of a file that was cut first the system keeps what it was about to send.
            Assert.That(received[head..], Is.EqualTo(expected[..(received.Length - head)]));
        }

        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed).Or.EqualTo(HttpStatusCode.UnsupportedMediaType), "nor is anything made of the new one by the index of the old");
    }

    // One key frame and far more bits than pictures of this size have.
    private static async Task<byte[]> NoiseAsync()
    {
        using var folder = new TemporaryFolder();
        var made = await ToolRunner.RunAsync("ffmpeg",
            ["-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "640x480", "-r", "10", "-i", "/dev/urandom", "-frames:v", "60", "-c:v", "libx264", "-preset", "ultrafast", "-g", "200", "-qp", "0", folder.File("noise.mp4")]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        return await File.ReadAllBytesAsync(folder.File("noise.mp4"));
    }
}
