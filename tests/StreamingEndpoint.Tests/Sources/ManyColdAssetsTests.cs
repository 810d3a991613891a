using System.Text;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Hundreds of assets that nobody has opened before, asked for in one moment: each is opened, but not all at once.</summary>
public sealed class ManyColdAssetsTests
{
    private const int Count = 24;

    [TestCase(false)]
    [TestCase(true)]
    public async Task Assets_that_are_asked_for_together_are_opened_some_at_a_time(bool isRemote)
    {
        await using var server = await OriginServer.StartAsync(CountingBlobs.Insert);
        var media = await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4"));
        var paths = new List<string>();
        for (var i = 0; i < Count; i++)
        {
            paths.Add(await PublishAsync(server, media));
        }

        var blobs = server.Get<CountingBlobs>();
        (blobs.IsRemote, blobs.Latency) = (isRemote, TimeSpan.FromMilliseconds(100));
        var replies = await Task.WhenAll(paths.Select(path => server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)")));

        Assert.That(replies, Has.All.Contain("</MPD>"));
        // Whoever reads on from one block into the next has two on their way.
        Assert.That(blobs.MostAtOnce, Is.LessThanOrEqualTo(isRemote ? OpeningTurns.Remote * 2 : OpeningTurns.Local));
    }

    // One file each, so that as many reads are under way as assets.
    private static async Task<string> PublishAsync(OriginServer server, byte[] media)
    {
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "a.mp4", media);
        await server.UploadAsync(asset, "a.ism", Encoding.UTF8.GetBytes(
            "<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head><meta name=\"formats\" content=\"mp4\"/></head><body><switch><video src=\"a.mp4\" systemBitrate=\"500000\"/></switch></body></smil>"));
        return $"/{await server.PublishAsync(asset)}/a.ism";
    }
}
