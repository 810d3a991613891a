using System.Text;
using MediaPlatform.ControlPlane.Tests.Support;

namespace MediaPlatform.ControlPlane.Tests.Hostile;

/// <summary>Too much of everything: a proper refusal, soon, without keeping what was sent.</summary>
[TestFixture]
public sealed class LargeRequestTests
{
    private const long Gigabyte = 1L << 30;
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await ControlPlaneApp.StartWithAccountAsync();
        _owner = _app.Owner();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("PUT", "/assets/large", true)]
    [TestCase("PATCH", "/assets/large", true)]
    [TestCase("PUT", "/transforms/t", true)]
    [TestCase("POST", "/assets/large/listContainerSas", true)]
    [TestCase("PUT", "/assets/large", false)]
    public async Task A_body_of_a_gigabyte_is_refused_before_it_is_sent(string verb, string path, bool signedIn)
    {
        await _owner.PutAsync("assets/large", "{}");
        using var connection = await RawConnection.OpenAsync(_app.Address);
        await connection.SendAsync(Head(verb, ControlPlaneApp.Account + path + "?api-version=2022-07-01", signedIn) + $"Content-Length: {Gigabyte}\r\n\r\n{{");

        var (status, text) = await connection.ReadAsync();

        var expected = !signedIn ? 401 : path.Contains("transforms", StringComparison.Ordinal) ? 413 : 400; // api-version is looked at before the body
        Assert.That(status, Is.EqualTo(expected).Or.EqualTo(413), text);
        Assert.That(text, Does.Contain("\"error\":{\"code\":"));
    }

    [TestCase("PUT", "/assets/large?api-version=2022-08-01", "application/json")]
    [TestCase("PUT", "/transforms/t?api-version=2022-07-01", "application/json")]
    [TestCase("DELETE", "/assets/none?api-version=2022-08-01", "application/json")]
    [TestCase("POST", "/nowhere?api-version=2022-08-01", "application/json")]
    [TestCase("POST", "adfs/oauth2/token", "application/x-www-form-urlencoded")]
    public async Task An_endless_body_is_cut_off_and_not_kept(string verb, string path, string type)
    {
        var before = GC.GetTotalAllocatedBytes();
        using var connection = await RawConnection.OpenAsync(_app.Address);
        var url = path.StartsWith('/') ? ControlPlaneApp.Account + path : "/" + path;
        await connection.SendAsync(Head(verb, url, signedIn: true, type) + "Transfer-Encoding: chunked\r\n\r\n");

        var sent = await connection.FloodAsync(Gigabyte);
        var (status, text) = await connection.ReadAsync();

        Assert.Multiple(() =>
        {
            // Closing a connection with unread bytes resets it, which may overtake the reply (RFC 9112 section 9.6).
            Assert.That(status, Is.Zero.Or.InRange(201, 499), text);
            Assert.That(sent, Is.LessThan(Gigabyte / 8));
            Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(96 << 20));
        });
        Assert.That((int)(await _owner.GetAsync("assets")).Status, Is.EqualTo(200), "others are served on");
    }

    [TestCase("PUT", "/assets/chunk?api-version=2022-08-01", "application/json", "ffffffffffffffff")]
    [TestCase("PUT", "/assets/chunk?api-version=2022-08-01", "application/json", "fffffffff")]
    [TestCase("PUT", "/assets/chunk?api-version=2022-08-01", "application/json", "-1")]
    [TestCase("POST", "adfs/oauth2/token", "application/x-www-form-urlencoded", "ffffffffffffffff")]
    [TestCase("POST", "adfs/oauth2/token", "application/x-www-form-urlencoded", "zz")]
    public async Task A_chunk_of_an_absurd_size_is_the_mistake_of_the_client(string verb, string path, string type, string size)
    {
        using var connection = await RawConnection.OpenAsync(_app.Address);
        var url = path.StartsWith('/') ? ControlPlaneApp.Account + path : "/" + path;
        await connection.SendAsync(Head(verb, url, signedIn: true, type) + $"Transfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n");

        var (status, text) = await connection.ReadAsync();

        Assert.That(status, Is.EqualTo(400), text);
        Assert.That(text, Does.Contain("\"error\":"));
    }

    [Test]
    public async Task Forms_of_too_many_fields_or_with_too_long_a_value_are_refused()
    {
        using var client = _app.Anonymous();
        foreach (var form in new[] { string.Join('&', Enumerable.Range(0, 5000).Select(index => $"a{index}=b")), "grant_type=" + new string('x', 60_000), "client_id=%00&grant_type=client_credentials&client_secret=%ff" })
        {
            using var content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
            using var chunked = new HttpRequestMessage(HttpMethod.Post, "adfs/oauth2/token") { Content = content };
            chunked.Headers.TransferEncodingChunked = true;
            using var reply = await client.Http.SendAsync(chunked);
            Assert.That((int)reply.StatusCode, Is.InRange(400, 499), await reply.Content.ReadAsStringAsync());
        }
    }

    [TestCase('[', ']', 60_000)]
    [TestCase('[', ']', 65)]
    [TestCase('[', ' ', 1_000_000)]
    public async Task Deep_json_is_refused(char open, char close, int depth)
    {
        var reply = await _owner.PutAsync("assets/deep", "{\"properties\":{\"description\":" + new string(open, depth) + new string(close, depth) + "}}");

        Assert.That((int)reply.Status, Is.EqualTo(400), reply.ToString());
        Assert.That(reply.ErrorCode, Is.EqualTo("InvalidRequestContent"));
    }

    [Test]
    public async Task A_hundred_thousand_mistakes_make_a_short_reply()
    {
        var outputs = string.Join(',', Enumerable.Repeat("""{"preset":7,"onError":"x"}""", 100_000));

        var reply = await _owner.PutAsync("transforms/wrong", $$$"""{"properties":{"outputs":[{{{outputs}}}]}}""", "2022-07-01");

        Assert.That((int)reply.Status, Is.EqualTo(400));
        Assert.That(reply.Text, Has.Length.LessThan(100_000));
    }

    [Test]
    public async Task Wide_bodies_of_all_that_may_be_sent_are_answered()
    {
        var members = string.Join(',', Enumerable.Range(0, 150_000).Select(index => $"\"m{index}\":{index}"));

        var reply = await _owner.PutAsync("assets/wide", "{\"properties\":{" + members + "}}");

        Assert.That((int)reply.Status, Is.EqualTo(201), reply.ToString());
    }

    [TestCase("assets/{0}")]
    [TestCase("assets?$filter=name eq '{0}'")]
    [TestCase("assets?$orderby={0}")]
    [TestCase("assets?$skiptoken={0}")]
    [TestCase("assets?$top={0}")]
    [TestCase("assets?api-version={0}")]
    [TestCase("{0}")]
    public async Task Names_and_options_of_hundred_thousand_characters_are_refused(string form)
    {
        foreach (var length in new[] { 261, 5_000, 100_000 })
        {
            var url = ControlPlaneApp.Account + "/" + string.Format(System.Globalization.CultureInfo.InvariantCulture, form, new string('z', length)).Replace(" ", "%20", StringComparison.Ordinal);
            using var connection = await RawConnection.OpenAsync(_app.Address);
            await connection.SendAsync(Head("GET", url + (url.Contains("api-version", StringComparison.Ordinal) ? "" : (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "api-version=2022-08-01"), signedIn: true) + "\r\n");
            var (status, text) = await connection.ReadAsync();

            // A filter of five thousand characters is long, not wrong: AMS Explorer sends such ranges.
            Assert.That(status, length < 100_000 && (form.Contains("filter", StringComparison.Ordinal) || form.Contains("skiptoken", StringComparison.Ordinal)) ? Is.EqualTo(200) : Is.InRange(400, 499), text);
        }
    }

    [Test]
    public async Task A_name_that_is_too_long_cannot_be_given()
    {
        var reply = await _owner.PutAsync("assets/" + new string('n', 261), "{}");

        Assert.That((int)reply.Status, Is.EqualTo(400));
        Assert.That(reply.ErrorCode, Is.EqualTo("BadRequest"));
    }

    [Test]
    public async Task A_thousand_headers_are_refused()
    {
        using var connection = await RawConnection.OpenAsync(_app.Address);
        await connection.SendAsync(Head("GET", "/subscriptions?api-version=2022-12-01", signedIn: true) + string.Concat(Enumerable.Range(0, 1000).Select(index => $"x-{index}: y\r\n")) + "\r\n");

        Assert.That((await connection.ReadAsync()).Status, Is.EqualTo(431));
    }

    private string Head(string verb, string url, bool signedIn, string type = "application/json") =>
        $"{verb} {url} HTTP/1.1\r\nHost: {_app.Address.Authority}\r\nContent-Type: {type}\r\n" +
        (signedIn ? $"Authorization: {_owner.Http.DefaultRequestHeaders.Authorization}\r\n" : "");
}
