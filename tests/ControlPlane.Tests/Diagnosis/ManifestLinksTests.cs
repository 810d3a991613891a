using MediaPlatform.ControlPlane.Diagnosis;

namespace MediaPlatform.ControlPlane.Tests.Diagnosis;

/// <summary>Which links of a manifest a diagnosis follows first.</summary>
[TestFixture]
public sealed class ManifestLinksTests
{
    [Test]
    public void Pictures_are_looked_at_however_many_captions_stand_before_them()
    {
        var captions = Enumerable.Range(0, 30).Select(i => $"#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"{i}\",URI=\"text{i}\"");
        string[] master =
        [
            "#EXTM3U", .. captions, "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"a\",URI=\"sound\"",
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "low", "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI=\"keys\"", "#EXT-X-STREAM-INF:BANDWIDTH=2", "high",
        ];

        var links = ManifestLinks.Of(new Uri("http://localhost/a.ism/manifest"), string.Join('\n', master));

        Assert.That(links.Select(link => link.Url.Segments[^1]).Take(6), Is.EqualTo(["text0", "sound", "low", "keys", "text1", "high"]));
        Assert.That(links, Has.Count.EqualTo(34).And.All.Matches<(Uri Url, bool IsPlaylist)>(link => link.IsPlaylist));
    }
}
