using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MediaPlatform.StreamingEndpoint.Tests.Connections;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>HTTP behaviour that all resources share.</summary>
public sealed class ReplyTests
{
    private const string Fragment = "QualityLevels(1603805)/Fragments(video=0,format=mpd-time-cmaf)";

    private static HttpClient Client => SharedOrigin.Server.Client;

    private static string[] Resources =>
    [
        "manifest", "manifest(format=fmp4-v20)", "manifest(format=m3u8-cmaf)", "manifest(format=mpd-time-csf).mpd", "manifest(format=mpd-time-cmaf)",
        "QualityLevels(1603805)/Manifest(video,format=m3u8-cmaf)", "QualityLevels(1603805)/Manifest(video,format=m3u8-cmaf,type=keyframes)",
        "QualityLevels(1603805)/Fragments(video=i,format=m3u8-cmaf)", Fragment, "QualityLevels(93590)/Fragments(audio=0)",
        "QualityLevels(1603805)/KeyFrames(video_track=0,format=m3u8-cmaf)",
    ];

    [TestCaseSource(nameof(Resources))]
    public async Task Head_tells_what_get_sends(string resource)
    {
        var url = SharedOrigin.MultiBitrate + "/" + resource;
        using var get = await Client.GetAsync(url);
        using var head = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));

        Assert.Multiple(() =>
        {
            Assert.That(get.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(get.Content.Headers.ContentLength));
            Assert.That(head.Content.Headers.ContentType, Is.EqualTo(get.Content.Headers.ContentType));
            Assert.That(head.Headers.ETag, Is.EqualTo(get.Headers.ETag).And.Not.Null);
            Assert.That(get.Headers.ETag!.IsWeak, Is.False);
            Assert.That(get.Headers.CacheControl!.MaxAge, Is.EqualTo(TimeSpan.FromHours(1)));
            Assert.That(get.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(["*"]));
        });
    }

    /// <summary>What comes of "https://host/" and a listed path put together, as in many stored addresses and Microsoft's own samples.</summary>
    [TestCaseSource(nameof(Resources))]
    public async Task More_slashes_than_one_behind_the_host_change_nothing(string resource)
    {
        var url = SharedOrigin.MultiBitrate + "/" + resource;
        var expected = await Client.GetByteArrayAsync(url);

        Assert.That(await Client.GetByteArrayAsync(new Uri($"{Client.BaseAddress}{url}")), Is.EqualTo(expected));
        Assert.That(await Client.GetByteArrayAsync(new Uri($"{Client.BaseAddress}//{url}?token=1")), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Resources))]
    public async Task A_known_entity_tag_saves_the_body(string resource)
    {
        var url = SharedOrigin.MultiBitrate + "/" + resource;
        using var get = await Client.GetAsync(url);
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.IfNoneMatch.Add(get.Headers.ETag!);
        using var again = await Client.SendAsync(request);

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(again.Headers.ETag, Is.EqualTo(get.Headers.ETag));
        Assert.That(await again.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("*", HttpStatusCode.NotModified)]
    [TestCase("\"a,*,b\"", HttpStatusCode.OK)]
    public async Task Any_version_is_asked_for_by_a_star_alone(string tags, HttpStatusCode status)
    {
        var request = new HttpRequestMessage(HttpMethod.Head, SharedOrigin.MultiBitrate + "/" + Fragment);
        request.Headers.TryAddWithoutValidation("If-None-Match", tags);
        using var reply = await Client.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(status));
    }

    [TestCaseSource(nameof(Resources))]
    public async Task Another_version_than_the_one_asked_for_is_refused(string resource)
    {
        var url = SharedOrigin.MultiBitrate + "/" + resource;
        using var get = await Client.GetAsync(url);
        foreach (var (tags, status) in new[]
        {
            ("\"other\"", HttpStatusCode.PreconditionFailed), ($"W/{get.Headers.ETag}", HttpStatusCode.PreconditionFailed),
            ($"\"other\", {get.Headers.ETag}", HttpStatusCode.OK), ("*", HttpStatusCode.OK),
        })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("If-Match", tags);
            using var reply = await Client.SendAsync(request);
            Assert.That(reply.StatusCode, Is.EqualTo(status), tags);
        }
    }

    [TestCase("bytes=0-99")]
    [TestCase("bytes=10-10")]
    [TestCase("bytes=50-2000")]
    [TestCase("bytes=70000-140000")]
    [TestCase("bytes=100000-")]
    [TestCase("bytes=-1")]
    [TestCase("bytes=-999999999")]
    public async Task A_range_is_that_part_of_the_whole(string range)
    {
        var url = SharedOrigin.MultiBitrate + "/" + Fragment;
        var whole = await Client.GetByteArrayAsync(url);
        var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = RangeHeaderValue.Parse(range) } };
        using var reply = await Client.SendAsync(request);
        var content = reply.Content.Headers.ContentRange!;

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(content.Length, Is.EqualTo(whole.Length));
        Assert.That(await reply.Content.ReadAsByteArrayAsync(), Is.EqualTo(whole[(int)content.From!.Value..((int)content.To!.Value + 1)]));
    }

    [Test]
    public async Task A_range_behind_the_end_is_refused_with_the_length()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, SharedOrigin.MultiBitrate + "/" + Fragment) { Headers = { Range = new RangeHeaderValue(1L << 40, null) } };
        using var reply = await Client.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(reply.Content.Headers.ContentRange!.HasLength, Is.True);
        Assert.That(reply.Headers.CacheControl!.NoStore, Is.True, "a cache would answer it to who asks for the whole");
    }

    // RFC 9110 14.2: a range means something to GET only.
    [TestCase(0, 9)]
    [TestCase(1L << 40, null)]
    public async Task Head_tells_of_the_whole_whatever_range_it_names(long from, long? to)
    {
        var url = SharedOrigin.MultiBitrate + "/" + Fragment;
        using var whole = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        using var part = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url) { Headers = { Range = new RangeHeaderValue(from, to) } });

        Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(part.Content.Headers.ContentRange, Is.Null);
        Assert.That(part.Content.Headers.ContentLength, Is.EqualTo(whole.Content.Headers.ContentLength));
    }

    [Test]
    public async Task If_range_with_another_version_sends_the_whole()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, SharedOrigin.MultiBitrate + "/" + Fragment);
        request.Headers.Range = new RangeHeaderValue(0, 9);
        request.Headers.IfRange = new RangeConditionHeaderValue("\"another\"");
        using var reply = await Client.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("br")]
    [TestCase("gzip")]
    public async Task Text_is_compressed_on_demand_and_varies(string coding)
    {
        var url = SharedOrigin.MultiBitrate + "/manifest(format=mpd-time-cmaf)";
        var plain = await Client.GetByteArrayAsync(url);
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.AcceptEncoding.ParseAdd(coding);
        using var reply = await Client.SendAsync(request);
        await using var body = await reply.Content.ReadAsStreamAsync();
        await using Stream decoder = coding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        var decoded = new MemoryStream();
        await decoder.CopyToAsync(decoded);

        Assert.That(reply.Content.Headers.ContentEncoding, Is.EqualTo([coding]));
        Assert.That(reply.Headers.Vary, Does.Contain("Accept-Encoding"));
        Assert.That(decoded.ToArray(), Is.EqualTo(plain));
    }

    [TestCase("gzip;q=0", null)]
    [TestCase("gzip;q=0.000", null)]
    [TestCase("br;Q=0.0, gzip;q=0.001", "gzip")]
    [TestCase("br;q=0., gzip", "gzip")]
    [TestCase("br;q=0.05", "br")]
    public Task A_coding_of_no_weight_is_not_used(string accepted, string? coding) => IsCodedAsync(accepted, coding);

    [TestCase("br;q=0.1,gzip;q=1.0", "gzip")]
    [TestCase("gzip;q=0.5, br;q=0.75", "br")]
    [TestCase("gzip;q=0.5, br;q=0.5", "br")]
    [TestCase("br;q=0.5, gzip;q=0.4, identity;q=0.9", null)]
    [TestCase("identity;q=0.5, gzip;q=1.000", "gzip")]
    public Task The_coding_of_the_highest_weight_is_used(string accepted, string? coding) => IsCodedAsync(accepted, coding);

    private static async Task IsCodedAsync(string accepted, string? coding)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, SharedOrigin.MultiBitrate + "/manifest(format=mpd-time-cmaf)");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var reply = await Client.SendAsync(request);

        Assert.That(reply.Content.Headers.ContentEncoding.SingleOrDefault(), Is.EqualTo(coding));
    }

    [Test]
    public async Task A_preflight_allows_players_of_other_sites()
    {
        var request = new HttpRequestMessage(HttpMethod.Options, SharedOrigin.MultiBitrate + "/" + Fragment);
        request.Headers.Add("Origin", "https://player.example");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "range");
        using var reply = await Client.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(reply.Headers.GetValues("Access-Control-Allow-Headers").Single(), Does.Contain("Range").And.Contain("Authorization").And.Contain("CMCD-Session"));
        Assert.That(reply.Headers.GetValues("Access-Control-Allow-Headers").Single().Split(", "), Does.Contain("*"), "whatever else a player sends");
        Assert.That(reply.Headers.GetValues("Access-Control-Max-Age").Single(), Is.EqualTo("86400"));
    }

    [TestCase("manifest(format=m3u8-cmaf", 400, "MPE_BAD_URL_SYNTAX")]
    [TestCase("QualityLevels(1603805)/Manifest(video,format=m3u8-aapl-v3,type=keyframes)", 400, "MPE_BAD_URL_SYNTAX")]
    [TestCase("QualityLevels(1603805)/KeyFrames(video_track=0,format=m3u8-aapl-v3)", 400, "MPE_BAD_URL_SYNTAX")]
    [TestCase("QualityLevels(93590)/Manifest(audio,format=m3u8-cmaf,type=keyframes)", 400, "MPE_BAD_URL_SYNTAX")]
    [TestCase("QualityLevels(93590)/KeyFrames(audio_track=0,format=m3u8-aapl)", 400, "MPE_BAD_URL_SYNTAX")]
    [TestCase("manifest(format=f4m-f4f)", 415, "MPE_OUTPUT_FORMAT_NOT_SUPPORTED")]
    [TestCase("manifest(format=m3u8-cmaf,encryption=rot13)", 415, "MPE_ENCRYPTION_NOT_SUPPORTED")]
    [TestCase("manifest(format=m3u8-cmaf,encryption=cenc)", 403, "MPE_ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY")]
    [TestCase("manifest(format=m3u8-cmaf,filter=nosuch)", 404, "MPE_EGRESS_FILTER_NOT_FOUND")]
    [TestCase("QualityLevels(1603805)/Fragments(video=1,format=mpd-time-cmaf)", 404, "MPE_FRAGMENT_TIMESTAMP_NOT_FOUND")]
    [TestCase("QualityLevels(1603806)/Fragments(video=0,format=mpd-time-cmaf)", 404, "MPE_MANIFEST_MEDIA_ENTRY_NOT_FOUND")]
    [TestCase("QualityLevels(1603805)/Fragments(sound=0,format=mpd-time-cmaf)", 404, "MPE_EGRESS_TRACK_NOT_FOUND")]
    [TestCase("QualityLevels(1603805)/KeyFrames(video_track=1,format=m3u8-cmaf)", 404, "MPE_FRAGMENT_TIMESTAMP_NOT_FOUND")]
    [TestCase("QualityLevels(1603805)/Fragments(video=i)", 400, "MPE_BAD_URL_SYNTAX")]
    public async Task A_mistake_in_the_url_has_its_documented_code_in_header_and_body(string resource, int status, string code)
    {
        using var reply = await Client.GetAsync(SharedOrigin.MultiBitrate + "/" + resource);
        var error = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("error");

        Assert.That(((int)reply.StatusCode, error.GetProperty("code").GetString()), Is.EqualTo((status, code)));
        Assert.That(reply.Headers.GetValues("x-ms-error-code"), Is.EqualTo([code]));
        Assert.That(reply.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(["*"]));
        Assert.That(error.GetProperty("hresult").GetString(), Does.Match("^0x80(88|89)[0-9A-F]{4}$"));
    }

    // Methods are told apart by letter case (RFC 9110 9.1).
    [TestCase("POST")]
    [TestCase("get")]
    [TestCase("Head")]
    [TestCase("options")]
    public async Task Other_methods_are_not_allowed(string method)
    {
        using var client = await RawClient.ConnectAsync(SharedOrigin.Server.Address, 0, default);
        foreach (var path in new[] { SharedOrigin.MultiBitrate + "/manifest", "/crossdomain.xml" })
        {
            await client.SendAsync($"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", default);
            var reply = await client.ReadReplyAsync(hasBody: true, default);

            Assert.That(reply.Status, Is.EqualTo(405), path);
            Assert.That(JsonDocument.Parse(reply.Body).RootElement.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("MPE_BAD_URL_SYNTAX"));
        }
    }

    [Test]
    public async Task The_host_of_a_whole_url_in_the_request_line_counts_and_not_the_one_beside_it()
    {
        using var client = await RawClient.ConnectAsync(SharedOrigin.Server.Address, 0, default);
        await client.SendAsync($"GET http://video.example{SharedOrigin.MultiBitrate}/manifest HTTP/1.1\r\nHost: other.example\r\n\r\n", default);

        Assert.That((await client.ReadReplyAsync(hasBody: true, default)).Status, Is.EqualTo(200), "RFC 9112 3.2.2");
    }
}
