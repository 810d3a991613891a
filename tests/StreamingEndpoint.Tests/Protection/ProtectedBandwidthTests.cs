using System.Globalization;
using System.Text;
using MediaPlatform.Data.Streaming;
using MediaPlatform.StreamingEndpoint.Tests.Requests;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>BANDWIDTH is no less than what is sent (RFC 8216 4.3.4.2), and what tells of the encryption of each sample is sent too.</summary>
[Category("Integration")]
public sealed class ProtectedBandwidthTests
{
    private const string ServerManifest = "<smil><body><switch><video src=\"film.mp4\"/></switch></body></smil>";

    [TestCase("cenc")]
    [TestCase("cbcs-aapl")]
    public async Task Bandwidth_counts_what_encryption_adds(string encryption)
    {
        await using var origin = await ProtectedOrigin.StartAsync();
        var asset = await origin.Server.AddAssetAsync();
        await origin.Server.UploadAsync(asset, "film.mp4", await FilmAsync());
        await origin.Server.UploadAsync(asset, "film.ism", Encoding.UTF8.GetBytes(ServerManifest));
        var (all, isCenc) = (new EnabledProtocols(Dash: true, Hls: true), encryption == "cenc");
        var policy = await origin.AddPolicyAsync(policy =>
        {
            policy.CommonEncryptionCenc = isCenc ? new(all, null, null, null, new()) : null;
            policy.CommonEncryptionCbcs = isCenc ? null : new(all, null, null, new(new StreamingPolicyFairPlayConfiguration(), new(), new()));
        });
        var presentation = await origin.PublishAsync(asset, "film", policy, isCenc ? "CommonEncryptionCenc" : "CommonEncryptionCbcs", (null, []));

        var master = await HlsText.GetAsync(origin.Server.Client, $"{presentation.Path}/manifest(format=m3u8-cmaf,encryption={encryption})");
        var (attributes, address) = master.Variants.Single();
        var sent = new List<(double Seconds, double Bits)>();
        foreach (var (seconds, segment) in (await HlsText.GetAsync(origin.Server.Client, address)).Segments)
        {
            sent.Add((seconds, 8.0 * (await origin.Server.Client.GetByteArrayAsync(segment)).Length));
        }

        var average = sent.Sum(segment => segment.Bits) / sent.Sum(segment => segment.Seconds);
        Assert.That(Number(attributes["BANDWIDTH"]), Is.GreaterThanOrEqualTo(sent.Max(segment => segment.Bits / segment.Seconds)));
        Assert.That(Number(attributes["AVERAGE-BANDWIDTH"]), Is.InRange(average, average * 1.1));
    }

    private static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);

    // Many small pictures of several parts.
    private static async Task<byte[]> FilmAsync()
    {
        using var folder = new TemporaryFolder();
        var made = await ToolRunner.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=50:duration=12", "-pix_fmt", "yuv420p",
                "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-crf", "45", "-g", "100", "-slices", "4", folder.File("film.mp4"),
            ]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        return await File.ReadAllBytesAsync(folder.File("film.mp4"));
    }
}
