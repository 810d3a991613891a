using System.Net;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.ControlPlane.Tests.Traps;
using MediaPlatform.TestKit;

namespace MediaPlatform.ControlPlane.Tests.Tracks;

/// <summary>A file that cannot be delivered is refused when a track names it: later the viewer would meet it, at the price of the whole asset.</summary>
[TestFixture]
public sealed class TrackFileTests : TrapFixture
{
    [SetUp]
    public async Task Arrange()
    {
        await World.AssetAsync("a");
        await World.TracksAsync("a");
    }

    [TestCase("Audio", "refuse/ac3-51.mp4", "ac-3")]
    [TestCase("Audio", "good/video-only-640x272.mp4", "no audio track")]
    [TestCase("Audio", "bad/truncated-no-moov.mp4", "moov")]
    [TestCase("Audio", "captions/webvtt-typical.vtt", "MP4")]
    [TestCase("Text", "good/audio-only-eng.m4a", "no text track")]
    [TestCase("Text", "captions/subrip-typical.srt", "MP4")]
    public async Task A_file_that_is_not_delivered_is_refused_and_the_asset_stays_as_it_is(string kind, string media, string why)
    {
        var before = (await Get("assets/a/tracks")).Text;

        var reply = await PutAsync(kind, media);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.ToString());
        Assert.That((string)reply.Json["error"]!["message"]!, Does.Contain(why).And.Contain(Path.GetFileName(media)));
        Assert.That((await Get("assets/a/tracks")).Text, Is.EqualTo(before));
    }

    [TestCase("words.vtt", "hello")]
    [TestCase("words.ttml", "<tt>")]
    public async Task Captions_that_cannot_be_read_are_refused_also_when_they_are_replaced(string file, string content)
    {
        await World.UploadAsync("a", (file, "WEBVTT\n"));
        Assert.That((await PutTrackAsync("Text", file)).Status, Is.EqualTo(HttpStatusCode.Created));
        await World.UploadAsync("a", (file, content));

        Assert.That((await PutTrackAsync("Text", file)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Post("assets/a/tracks/t/updateTrackData")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_number_that_no_sound_of_the_file_has_is_refused()
    {
        await World.UploadAsync("a", ("x.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4"))));

        Assert.That((await PutTrackAsync("Audio", "x.mp4", ",\"mpeg4TrackId\":2")).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await PutTrackAsync("Audio", "x.mp4", ",\"mpeg4TrackId\":1")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await PutTrackAsync("Audio", "x.mp4", ",\"mpeg4TrackId\":9")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("pt-BR", HttpStatusCode.Created)]
    [TestCase("zh-Hant-TW", HttpStatusCode.Created)]
    [TestCase("en_US", HttpStatusCode.Created)]
    [TestCase("ger", HttpStatusCode.Created)]
    [TestCase("und", HttpStatusCode.Created)]
    [TestCase("English (US)", HttpStatusCode.BadRequest)]
    [TestCase("portugueses", HttpStatusCode.BadRequest)]
    public async Task A_language_that_manifests_would_leave_out_is_refused(string language, HttpStatusCode status)
    {
        await World.UploadAsync("a", ("x.m4a", await File.ReadAllBytesAsync(SharedFiles.Media("good/audio-only-eng.m4a"))));

        Assert.That((await PutTrackAsync("Audio", "x.m4a", $",\"languageCode\":\"{language}\"")).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Sound_has_the_bitrate_of_its_file_also_when_it_gets_another()
    {
        var first = await PutAsync("Audio", "good/audio-only-eng.m4a");
        var second = await PutAsync("Audio", "good/eac3-51.mp4");

        Assert.That((first.Status, second.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK)), second.ToString());
        Assert.That(BitrateOf(first), Is.GreaterThan(0));
        Assert.That(BitrateOf(second), Is.GreaterThan(0).And.Not.EqualTo(BitrateOf(first)));
    }

    [Test]
    public async Task Sound_of_a_live_archive_can_be_described()
    {
        await World.UploadAsync("a", ("asset.ism", """<smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="pictures"/><audio src="sound"/></switch></body></smil>"""));

        var patched = await Patch("assets/a/tracks/audio", """{"properties":{"track":{"@odata.type":"#Microsoft.Media.AudioTrack","displayName":"Ton"}}}""");
        var put = await Put("assets/a/tracks/audio", """{"properties":{"track":{"@odata.type":"#Microsoft.Media.AudioTrack","fileName":"sound","displayName":"Klang"}}}""");
        var another = await Put("assets/a/tracks/second", """{"properties":{"track":{"@odata.type":"#Microsoft.Media.AudioTrack","fileName":"sound"}}}""");

        Assert.That((patched.Status, put.Status, another.Status), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.BadRequest)), $"{patched} {put} {another}");
    }

    private async Task<ArmReply> PutAsync(string kind, string media)
    {
        await World.UploadAsync("a", (Path.GetFileName(media), await File.ReadAllBytesAsync(SharedFiles.Media(media))));
        return await PutTrackAsync(kind, Path.GetFileName(media));
    }

    private Task<ArmReply> PutTrackAsync(string kind, string file, string more = "") =>
        Put("assets/a/tracks/t", $$"""{"properties":{"track":{"@odata.type":"#Microsoft.Media.{{kind}}Track","fileName":"{{file}}"{{more}}} } }""");

    private static int BitrateOf(ArmReply reply) => (int)reply.Json["properties"]!["track"]!["bitRate"]!;
}
