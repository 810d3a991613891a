using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>What ffmpeg decodes of segments laid one after the other.</summary>
internal static class DecodedMedia
{
    /// <summary>One line for each frame: its times, its size and the hash of its content.</summary>
    public static async Task<string> OfAsync(IEnumerable<byte[]> parts, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.FullPath, "media.mp4");
        await using (var stream = File.Create(file))
        {
            foreach (var part in parts)
            {
                await stream.WriteAsync(part);
            }
        }

        // As from a network: in a file that it can seek in, ffmpeg 5.1 mixes up the encryption boxes of fragments.
        var outcome = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-threads", "1", "-seekable", "0", .. options, "-i", file, "-f", "framemd5", "-"]);
        Assert.That(outcome.Errors, Is.Empty);
        return outcome.Output;
    }

    public static Task<string> DecryptedAsync(IEnumerable<byte[]> parts, TestKey key) => OfAsync(parts, "-decryption_key", Convert.ToHexString(key.Value));

    public static async Task<List<byte[]>> FetchAsync(HttpClient client, IEnumerable<string> urls)
    {
        var parts = new List<byte[]>();
        foreach (var url in urls)
        {
            parts.Add(await client.GetByteArrayAsync(url));
        }

        return parts;
    }
}
