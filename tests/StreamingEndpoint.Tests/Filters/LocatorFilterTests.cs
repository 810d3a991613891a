using MediaPlatform.Data.Filters;

namespace MediaPlatform.StreamingEndpoint.Tests.Filters;

/// <summary>Filters of a locator say which tracks its viewers get: segments of others are not handed out to those who guess their URLs.</summary>
public sealed class LocatorFilterTests
{
    private const long Low = 1_200_000;
    private string _open = "";
    private string _limited = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        await Server.AddFilterAsync("tier", filter => filter.Tracks = [new([new("Type", "Equal", "video"), new("Bitrate", "Equal", $"0-{Low}")])]);
        await Server.AddFilterAsync("opening", filter => filter.PresentationTimeRange = new(0, 10_000_000));
        _open = $"/{await Server.PublishAsync(Assets.MultiBitrate)}/BigBuckBunny_3400.ism";
        _limited = $"/{await Server.PublishAsync(Assets.MultiBitrate, change: row => row.Filters = ["tier", "opening"])}/BigBuckBunny_3400.ism";
    }

    [TestCase("manifest")]
    [TestCase("manifest(format=m3u8-aapl)")]
    [TestCase("manifest(format=m3u8-cmaf)")]
    [TestCase("manifest(format=mpd-time-csf)")]
    public async Task What_the_filters_remove_has_no_segments(string manifest)
    {
        var removed = 0;
        foreach (var url in await ManifestUrls.AllAsync(Server.Client, $"{_open}/{manifest}"))
        {
            var path = url.AbsolutePath.Replace(_open, _limited, StringComparison.Ordinal);
            var isKept = path.Contains("(video", StringComparison.Ordinal) && long.Parse(path.Split('(', ')')[1], null) <= Low;
            using var reply = await Server.Client.GetAsync(path);

            Assert.That((int)reply.StatusCode, Is.EqualTo(isKept ? 200 : 404), path);
            removed += isKept ? 0 : 1;
        }

        Assert.That(removed, Is.GreaterThan(2));
    }

    [Test]
    public async Task Filters_of_a_url_leave_segments_alone()
    {
        var url = (await ManifestUrls.AllAsync(Server.Client, $"{_open}/manifest(filter=tier)")).First(url => url.AbsolutePath.Contains("Fragments(video", StringComparison.Ordinal));
        var other = (await ManifestUrls.AllAsync(Server.Client, $"{_open}/manifest")).First(url => url.AbsolutePath.Contains("Fragments(audio", StringComparison.Ordinal));

        Assert.That((int)(await Server.Client.GetAsync(url)).StatusCode, Is.EqualTo(200));
        Assert.That((int)(await Server.Client.GetAsync(other.AbsoluteUri.Replace(")", ",filter=tier)", StringComparison.Ordinal).Replace(",filter=tier)/", ")/", StringComparison.Ordinal))).StatusCode, Is.EqualTo(200));
    }
}
