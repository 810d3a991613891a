using System.Text.RegularExpressions;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>What ffmpeg decodes of segments laid one after the other.</summary>
internal static partial class DecodedMedia
{
    /// <summary>One line for each frame: its times, its size and the hash of its content.</summary>
    public static Task<string> OfAsync(IEnumerable<byte[]> parts, params string[] options) => RunAsync(parts, options, []);

    /// <summary>One line for each sample as it was before the decoder, without what ffmpeg notes beside it of encryption.</summary>
    public static async Task<string> PacketsAsync(IEnumerable<byte[]> parts, params string[] options) =>
        SideData().Replace(await RunAsync(parts, options, ["-c", "copy"]), "");

    [GeneratedRegex(", S=.*")]
    private static partial Regex SideData();

    private static async Task<string> RunAsync(IEnumerable<byte[]> parts, string[] options, string[] output)
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

        // As from a network: where it can seek and there is no sidx, ffmpeg 5.1 reads all fragments at first and then takes the encryption
        // boxes of the last one for all, of files of others too (vectors/cbcs/video_enc.mp4). Players read segment by segment.
        var outcome = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-threads", "1", "-seekable", "0", .. options, "-i", file, .. output, "-f", "framemd5", "-"]);
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
