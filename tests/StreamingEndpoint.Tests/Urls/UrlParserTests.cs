using FsCheck;
using FsCheck.Fluent;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Tests.Urls;

public sealed class UrlParserTests
{
    private const string Locator = "/21b17732-0112-4d76-b526-763dcd843449/";

    [TestCase("ignite.ism/manifest", StreamingFormat.Smooth)]
    [TestCase("ignite.ism/Manifest", StreamingFormat.Smooth)]
    [TestCase("ignite.isml/manifest", StreamingFormat.Smooth)]
    [TestCase("ignite.ism/MANIFEST(FORMAT=M3U8-AAPL)", StreamingFormat.HlsV4)]
    [TestCase("ignite.ism/manifest(format=m3u8-aapl,)", StreamingFormat.HlsV4)]
    [TestCase("ignite.ism/manifest(,,format=m3u8-aapl-v4)", StreamingFormat.HlsV4)]
    [TestCase("ignite.ism/manifest()", StreamingFormat.Smooth)]
    [TestCase("ignite.ism/manifest(format=m3u8-aapl-v3)", StreamingFormat.HlsV3)]
    [TestCase("ignite.ism/manifest(format=m3u8-cmaf).m3u8", StreamingFormat.HlsCmaf)]
    [TestCase("ignite.ism/manifest(format=mpd-time-cmaf).mpd", StreamingFormat.DashCmaf)]
    [TestCase("ignite.ism/manifest(format=mpd-time-csf)", StreamingFormat.DashCsf)]
    [TestCase("ignite.ism/manifest(format=fmp4-v20)", StreamingFormat.SmoothV20)]
    public void Presentation_urls_of_every_form_are_read(string rest, object format)
    {
        var url = Parsed(rest);
        Assert.That((url.Kind, url.Format), Is.EqualTo((RequestKind.Manifest, (StreamingFormat)format)));
        Assert.That(url.LocatorId, Is.EqualTo(Guid.Parse("21b17732-0112-4d76-b526-763dcd843449")));
    }

    [Test]
    public void Parameters_come_in_any_order()
    {
        var url = Parsed("a.ism/manifest(filter=x;y,audio-only=true,encryption=cbc,audioTrack=deu,format=m3u8-aapl-v3)");
        Assert.Multiple(() =>
        {
            Assert.That(url.Filters.ToString(), Is.EqualTo("x;y"));
            Assert.That(url.AudioOnly, Is.True);
            Assert.That(url.Encryption, Is.EqualTo(EncryptionTag.Cbc));
            Assert.That(url.AudioTrack.ToString(), Is.EqualTo("deu"));
            Assert.That(url.Format, Is.EqualTo(StreamingFormat.HlsV3));
        });
    }

    [TestCase("QualityLevels(381048)/Manifest(video,format=m3u8-aapl)", RequestKind.MediaPlaylist, 381048, "video", 0)]
    [TestCase("qualitylevels(381048)/manifest(format=m3u8-cmaf,video).m3u8", RequestKind.MediaPlaylist, 381048, "video", 0)]
    [TestCase("QualityLevels(381048)/Manifest(video,format=m3u8-aapl,type=keyframes)", RequestKind.KeyFramePlaylist, 381048, "video", 0)]
    [TestCase("QualityLevels(1)/Fragments(video=0,format=m3u8-aapl)", RequestKind.Fragment, 1, "video", 0)]
    [TestCase("QualityLevels(1)/Fragments(aac_eng_2=60160000,format=mpd-time-csf)", RequestKind.Fragment, 1, "aac_eng_2", 60160000)]
    [TestCase("QualityLevels(1)/Fragments(format=mpd-time-csf,video=15447164594627600)", RequestKind.Fragment, 1, "video", 15447164594627600)]
    [TestCase("QualityLevels(1)/Fragments(video=i,format=m3u8-cmaf)", RequestKind.Init, 1, "video", 0)]
    [TestCase("QualityLevels(1)/Fragments(video=60060000)", RequestKind.Fragment, 1, "video", 60060000)]
    [TestCase("QualityLevels(1)/KeyFrames(video_track=15447164594627600,format=m3u8-aapl)", RequestKind.KeyFrame, 1, "video", 15447164594627600)]
    public void Resources_under_a_quality_level_are_read(string rest, object kind, long bitrate, string track, long time)
    {
        var url = Parsed("a.ism/" + rest);
        Assert.That((url.Kind, url.Bitrate, url.TrackName.ToString(), url.Time), Is.EqualTo(((RequestKind)kind, bitrate, track, time)));
    }

    [Test]
    public void A_single_name_is_a_download() =>
        Assert.That((Parsed("movie one.mp4").Kind, Parsed("movie one.mp4").FileName.ToString()), Is.EqualTo((RequestKind.Download, "movie one.mp4")));

    [TestCase("a.ism/manifest(format=f4m-f4f)", "MPE_OUTPUT_FORMAT_NOT_SUPPORTED")]
    [TestCase("a.ism/manifest(format=)", "MPE_OUTPUT_FORMAT_NOT_SUPPORTED")]
    [TestCase("a.ism/manifest(encryption=rot13)", "MPE_ENCRYPTION_NOT_SUPPORTED")]
    [TestCase("a.ism/manifest(format=m3u8-aapl", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/manifest(format=m3u8-aapl,format=m3u8-cmaf)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/manifest(formal=m3u8-aapl)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/manifest(format=m3u8-aapl).txt", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/manifests", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/QualityLevels()/Fragments(video=0)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/QualityLevels(+1)/Fragments(video=0)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/QualityLevels(1)/Fragments(video=-1)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/QualityLevels(1)/Fragments(video=01)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/QualityLevels(1)/Fragments(video=99999999999999999999)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/QualityLevels(1)/Fragments(video)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/QualityLevels(1)/Manifest(video)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("a.ism/QualityLevels(1)/KeyFrames(video=0,format=m3u8-aapl)", "MPE_BAD_URL_SYNTAX")]
    [TestCase("sub/movie.mp4", "MPE_RESOURCE_NOT_FOUND")]
    public void What_does_not_follow_the_grammar_has_its_code(string rest, string code) =>
        Assert.That(UrlParser.Parse(Locator + rest, out _)?.Code, Is.EqualTo(code));

    [TestCase("a.ism/", "QualityLevels")]
    [TestCase("a.ism/manifest(format=m3u8-aapl", "parentheses")]
    [TestCase("a.ism/manifest(format=m3u8-aapl).txt", ".m3u8, .mpd or nothing")]
    [TestCase("a.ism/manifest(format=m3u8-aapl,format=m3u8-cmaf)", "twice")]
    [TestCase("a.ism/manifest(formal=m3u8-aapl)", "none of format")]
    [TestCase("a.ism/manifest(audio-only=yes)", "true or false")]
    [TestCase("a.ism/manifest(startTime=1)", "filters")]
    [TestCase("a.ism/QualityLevels(+1)/Fragments(video=0)", "bits per second")]
    [TestCase("a.ism/QualityLevels(1)/Segments(video=0)", "Manifest, Fragments or KeyFrames")]
    [TestCase("a.ism/QualityLevels(1)/Fragments(video=-1)", "start time")]
    [TestCase("a.ism/QualityLevels(1)/Fragments(video=0,audio=0)", "one track")]
    [TestCase("a.ism/QualityLevels(1)/Manifest(video)", "a format of HLS")]
    [TestCase("a.ism/QualityLevels(1)/KeyFrames(video=0,format=m3u8-aapl)", "_track")]
    public void What_does_not_follow_the_grammar_is_told_how_it_should_be(string rest, string words) =>
        Assert.That(UrlParser.Parse(Locator + rest, out _)?.Message, Does.Contain(words));

    [TestCase("/")]
    [TestCase("")]
    [TestCase("/favicon.ico")]
    [TestCase("/21b17732-0112-4d76-b526-763dcd84344/a.ism/manifest")]
    [TestCase("/21b1773201124d76b526763dcd843449/a.ism/manifest")]
    public void A_path_without_a_locator_finds_nothing(string path) =>
        Assert.That(UrlParser.Parse(path, out _), Is.SameAs(MpeErrors.ResourceNotFound));

    [TestCase("a.ism/Manifest(format=m3u8-aapl, filter=f)")]
    [TestCase("a.ism/manifest( filter=f,  format=m3u8-aapl)")]
    [TestCase("a.ism/QualityLevels(5)/Manifest(video, format=m3u8-aapl, filter=f)")]
    public void A_space_behind_a_comma_is_read_as_the_articles_of_ams_have_it(string rest)
    {
        var url = Parsed(rest);
        Assert.That((url.Format, url.Filters.ToString()), Is.EqualTo((StreamingFormat.HlsV4, "f")));
    }

    [TestCase("/a", "/a")]
    [TestCase("//a//b", "/a//b")]
    [TestCase("///a", "/a")]
    [TestCase("/", "/")]
    [TestCase("//", "//")]
    [TestCase("", "")]
    [TestCase("a", "a")]
    public void Slashes_too_many_in_front_are_left_out(string path, string expected) => Assert.That(UrlParser.WithOneSlash(path), Is.EqualTo(expected));

    [Test]
    public void Letter_case_never_changes_the_answer()
    {
        string[] forms =
        [
            "a.ism/manifest(format=m3u8-aapl,filter=f)", "a.ism/QualityLevels(5)/Fragments(video=70,format=mpd-time-cmaf,encryption=cenc)",
            "a.ism/QualityLevels(5)/KeyFrames(video_track=70,format=m3u8-aapl)", "a.ism/QualityLevels(5)/Manifest(video,format=m3u8-aapl,type=keyframes)",
        ];
        var casing = ArbMap.Default.ArbFor<ulong>();
        Prop.ForAll(casing, bits => forms.All(form =>
        {
            var changed = string.Concat(form.Select((c, i) => ((bits >> (i % 64)) & 1) == 1 ? char.ToUpperInvariant(c) : c));
            return UrlParser.Parse(Locator + changed, out var url) is null && Same(url, Parsed(form));
        })).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Any_text_is_answered_with_a_url_or_a_client_error()
    {
        var pieces = Gen.Elements("(", ")", ",", "=", "/", ";", "i", "0", "9", "manifest", "QualityLevels", "Fragments", "KeyFrames", "format", "m3u8-aapl", "_track", "type=keyframes", "é", "%", ".m3u8", "video");
        Prop.ForAll(Gen.ListOf(pieces).ToArbitrary(), list =>
        {
            var error = UrlParser.Parse(Locator + "a.ism/" + string.Concat(list), out _);
            return error is null or { Status: >= 400 and < 500 };
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Parsing_a_fragment_url_allocates_nothing()
    {
        const string path = Locator + "ignite.ism/QualityLevels(381048)/Fragments(video=60060000,format=m3u8-cmaf)";
        UrlParser.Parse(path, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            UrlParser.Parse(path, out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000));
    }

    private static StreamingUrl Parsed(string rest)
    {
        Assert.That(UrlParser.Parse(Locator + rest, out var url), Is.Null);
        return url;
    }

    private static bool Same(StreamingUrl a, StreamingUrl b) =>
        (a.Kind, a.Format, a.Encryption, a.Bitrate, a.Time) == (b.Kind, b.Format, b.Encryption, b.Bitrate, b.Time)
        && a.TrackName.Span.Equals(b.TrackName.Span, StringComparison.OrdinalIgnoreCase)
        && a.Filters.Span.Equals(b.Filters.Span, StringComparison.OrdinalIgnoreCase);
}
