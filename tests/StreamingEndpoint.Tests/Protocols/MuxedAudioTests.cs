using System.Net;
using System.Text;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Protocols;

/// <summary>Which sound is inside of the segments of HLS version 3.</summary>
public sealed class MuxedAudioTests
{
    private const string Level = "QualityLevels(400000)";
    private string _film = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "film.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/three-languages-480p.mp4")));
        await Server.UploadAsync(asset, "film.ism", Encoding.UTF8.GetBytes("""
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="film.mp4" systemBitrate="400000"/>
            <audio src="film.mp4"><param name="trackID" value="2"/><param name="trackName" value="draft"/><param name="isDefault" value="true"/><param name="playerVisibility" value="Hidden"/></audio>
            <audio src="film.mp4"><param name="trackID" value="3"/><param name="trackName" value="french"/></audio>
            <audio src="film.mp4"><param name="trackID" value="4"/><param name="trackName" value="spanish"/></audio>
            </switch></body></smil>
            """));
        _film = $"/{await Server.PublishAsync(asset)}/film.ism";
    }

    [Test]
    public async Task A_hidden_track_is_not_muxed_unless_it_is_named()
    {
        var unnamed = await Server.Client.GetByteArrayAsync($"{_film}/{Level}/Fragments(video=0,format=m3u8-aapl-v3)");

        Assert.That(unnamed, Is.EqualTo(await NamedAsync("french")).And.Not.EqualTo(await NamedAsync("draft")).And.Not.EqualTo(await NamedAsync("spanish")));
        Assert.That(await Server.Client.GetStringAsync($"{_film}/manifest(format=m3u8-aapl-v3)"), Does.Contain(",mp4a.40.2\""));
    }

    [Test]
    public async Task Segments_beyond_the_end_of_the_sound_list_the_same_streams_as_those_before()
    {
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "talk.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4")));
        await Server.UploadAsync(asset, "short.m4a", await File.ReadAllBytesAsync(SharedFiles.Media("good/audio-only-eng.m4a")));
        await Server.UploadAsync(asset, "talk.ism", "<smil><body><switch><video src=\"talk.mp4\"/><audio src=\"short.m4a\"/></switch></body></smil>"u8.ToArray());
        var urls = await ManifestUrls.AllAsync(Server.Client, $"/{await Server.PublishAsync(asset)}/talk.ism/manifest(format=m3u8-aapl-v3)");
        var tables = new List<string>();
        foreach (var url in urls.Where(url => url.AbsolutePath.Contains("/Fragments(video=", StringComparison.Ordinal)))
        {
            // The second packet, without the header that holds its counter.
            tables.Add(Convert.ToHexString((await Server.Client.GetByteArrayAsync(url)).AsSpan(188 + 4, 184)));
        }

        Assert.That(tables, Has.Count.GreaterThan(4).And.All.EqualTo(tables[0]));
    }

    [Test]
    public async Task A_track_that_is_not_there_cannot_be_named()
    {
        using var reply = await Server.Client.GetAsync($"{_film}/manifest(format=m3u8-aapl-v3,audioTrack=german)");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private Task<byte[]> NamedAsync(string track) => Server.Client.GetByteArrayAsync($"{_film}/{Level}/Fragments(video=0,format=m3u8-aapl-v3,audioTrack={track})");
}
