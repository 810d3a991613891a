using System.Net.Http.Headers;
using System.Text;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.ControlPlane.Tests.Hostile;

/// <summary>Text that is no text: in bodies, paths, queries and headers. PostgreSQL refuses more of it than SQLite does.</summary>
[TestFixture(CatalogProvider.Sqlite)]
[TestFixture(CatalogProvider.Postgres)]
public sealed class BadTextTests(CatalogProvider provider)
{
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await CatalogDatabase.StartAppAsync(provider);
        _owner = _app.Owner();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("""{"properties":{"description":"\u0000"}}""")]
    [TestCase("""{"properties":{"description":"a\ud800b"}}""")]
    [TestCase("""{"properties":{"a\ud800b":1}}""")]
    [TestCase("""{"properties":{"a\u0000":1}}""")]
    [TestCase("""{"properties":{"description":"a","description":"b"}}""")]
    [TestCase("""{"properties":{"description":"a","Description":"b"}}""")]
    [TestCase("""{"properties":{},"properties":{}}""")]
    [TestCase("""{"properties":[]}""")]
    [TestCase("""{"properties":"x"}""")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("7")]
    [TestCase("{")]
    [TestCase("{}{}")]
    [TestCase("{'a':1}")]
    [TestCase("""{"a":1,}""")]
    [TestCase("""{"a":NaN}""")]
    [TestCase("<asset/>")]
    public async Task A_body_that_is_no_proper_json_is_refused(string json)
    {
        foreach (var path in new[] { "assets/text", "contentKeyPolicies/text", "streamingLocators/text", "accountFilters/text", "transforms/text" })
        {
            var reply = await _owner.PutAsync(path, json, path.StartsWith("transforms", StringComparison.Ordinal) ? "2022-07-01" : "2022-08-01");
            Assert.That((int)reply.Status, Is.EqualTo(400), $"{path}: {reply}");
            Assert.That(reply.ErrorCode, Is.Not.Null);
        }
    }

    [Test]
    public async Task A_number_beyond_all_bounds_is_refused_where_a_text_belongs()
    {
        var reply = await _owner.PutAsync("assets/text", """{"properties":{"description":1e999999}}""");

        Assert.That((int)reply.Status, Is.EqualTo(400), reply.ToString());
        Assert.That(reply.ErrorCode, Is.Not.Null);
    }

    [TestCase(new byte[] { 0xff, 0xfe, 0x7b, 0, 0x7d, 0 })]
    [TestCase(new byte[] { 0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d })]
    [TestCase(new byte[] { 0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d })]
    [TestCase(new byte[] { 0x1f, 0x8b, 8, 0, 0, 0 })]
    [TestCase(new byte[] { 0 })]
    public async Task A_body_that_is_not_utf8_is_refused(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var reply = await _owner.Http.PutAsync($"{ControlPlaneApp.Account}/assets/text?api-version=2022-08-01", content);

        Assert.That((int)reply.StatusCode, Is.EqualTo(400), await reply.Content.ReadAsStringAsync());
    }

    [TestCase("%2f")]
    [TestCase("a%2fb")]
    [TestCase("..")]
    [TestCase("%2e%2e")]
    [TestCase("..%2f..%2f..%2fetc%2fpasswd")]
    [TestCase("%252e%252e%252f")]
    [TestCase("a%00b")]
    [TestCase("%c0%ae%c0%ae")]
    [TestCase("%ff")]
    [TestCase("%")]
    [TestCase("%zz")]
    [TestCase("a%0d%0aSet-Cookie:%20a=b")]
    [TestCase("..\\..")]
    [TestCase("%5c")]
    [TestCase("a;b=c")]
    [TestCase("%e2%80%ae")]
    [TestCase("%f0%9f%8e%ac")]
    [TestCase("con")]
    [TestCase("~")]
    public async Task Tricks_in_a_path_end_in_a_proper_answer(string name)
    {
        foreach (var (verb, path) in new[] { ("GET", "assets/{0}"), ("PUT", "assets/{0}"), ("DELETE", "assets/{0}"), ("POST", "assets/{0}/listContainerSas"), ("GET", "assets/{0}/tracks/{0}"), ("PUT", "transforms/{0}/jobs/{0}"), ("GET", "streamingEndpoints/{0}"), ("PUT", "streamingEndpoints/{0}"), ("PUT", "privateEndpointConnections/{0}") })
        {
            var url = $"{ControlPlaneApp.Account}/{path.Replace("{0}", name, StringComparison.Ordinal)}?api-version=2021-11-01";
            using var connection = await RawConnection.OpenAsync(_app.Address);
            await connection.SendAsync(
                $"{verb} {url} HTTP/1.1\r\nHost: {_app.Address.Authority}\r\nAuthorization: {_owner.Http.DefaultRequestHeaders.Authorization}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");
            var (status, text) = await connection.ReadAsync();

            Assert.That(status, Is.InRange(200, 499), $"{verb} {url}\n{text}");
            Assert.That(text, Does.Not.Contain("\nSet-Cookie"));
        }

        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(_app.Folder)!, "passwd"), Is.Empty);
    }

    [TestCase("$filter=name%20eq%20'a%00b'")]
    [TestCase("$filter=name%20gt%20'%ed%a0%80'")]
    [TestCase("$filter=properties/alternateId%20eq%20'%00'")]
    [TestCase("$filter=%00")]
    [TestCase("$skiptoken=%00")]
    [TestCase("$skiptoken=[%22%00%22]&$orderby=properties/created")]
    [TestCase("$skiptoken=[1,2,3]&$orderby=properties/created")]
    [TestCase("$skiptoken=[%220001-01-01T00:00:00%22,%22%22]&$orderby=properties/created")]
    [TestCase("$skiptoken=[null,null]&$orderby=properties/created")]
    [TestCase("$orderby=%00")]
    [TestCase("$orderby=name%20desc,name,name,name,name,name")]
    [TestCase("$top=-1")]
    [TestCase("$top=99999999999999999999")]
    [TestCase("$top=1e3")]
    [TestCase("$filter=properties/created%20gt%200001-01-01T00:00:00%2b14:00")]
    [TestCase("$filter=properties/created%20lt%209999-12-31T23:59:59.9999999-14:00")]
    [TestCase("$filter=name%20eq%20'a'&$filter=name%20eq%20'b'")]
    [TestCase("api-version=2022-08-01&api-version=2021-11-01")]
    public async Task Tricks_in_a_query_end_in_a_proper_answer(string query)
    {
        foreach (var list in new[] { "assets", "streamingLocators", "contentKeyPolicies", "streamingPolicies", "transforms" })
        {
            var version = query.StartsWith("api-version", StringComparison.Ordinal) ? "" : "&api-version=2021-11-01";
            using var connection = await RawConnection.OpenAsync(_app.Address);
            await connection.SendAsync(
                $"GET {ControlPlaneApp.Account}/{list}?{query}{version} HTTP/1.1\r\nHost: {_app.Address.Authority}\r\nAuthorization: {_owner.Http.DefaultRequestHeaders.Authorization}\r\n\r\n");
            var (status, text) = await connection.ReadAsync();

            Assert.That(status, Is.EqualTo(200).Or.EqualTo(400), $"{list}?{query}\n{text}");
        }
    }

    [TestCase("x-ms-client-request-id: a\u00e9\u00ff")]
    [TestCase("x-ms-client-request-id: \tb")]
    [TestCase("x-ms-correlation-request-id: not-a-guid")]
    [TestCase("X-Forwarded-Host: evil.example")]
    [TestCase("X-Forwarded-Proto: javascript")]
    [TestCase("Accept: \u0001")]
    [TestCase("Accept-Language: *;q=9999")]
    [TestCase("If-Match: \"x")]
    [TestCase("Content-Type: ;;;")]
    [TestCase("Content-Encoding: gzip")]
    [TestCase("Expect: 200-ok")]
    [TestCase("Transfer-Encoding: gzip")]
    [TestCase("Authorization: Bearer a")]
    [TestCase("no colon")]
    public async Task Tricks_in_a_header_end_in_a_proper_answer_and_do_not_come_back(string header)
    {
        using var connection = await RawConnection.OpenAsync(_app.Address);
        await connection.SendAsync(
            $"PUT {ControlPlaneApp.Account}/assets/header?api-version=2021-11-01 HTTP/1.1\r\nHost: {_app.Address.Authority}\r\nAuthorization: {_owner.Http.DefaultRequestHeaders.Authorization}\r\nContent-Type: application/json\r\n{header}\r\nContent-Length: 2\r\n\r\n{{}}");
        var (status, text) = await connection.ReadAsync();

        Assert.That(status, Is.InRange(200, 499), text);
        Assert.That(text, Does.Not.Contain("evil.example").And.Not.Contain("javascript"));
    }

    [Test]
    public async Task Names_that_only_look_strange_are_kept_as_they_are()
    {
        foreach (var name in new[] { "\u202eabc", "\ud83c\udfac clip", "%41", "a b", "\u00e9\u0301", "~", "con" })
        {
            var url = "assets/" + Uri.EscapeDataString(name);
            var made = await _owner.PutAsync(url, "{}");
            if (name.Contains('%', StringComparison.Ordinal))
            {
                Assert.That((int)made.Status, Is.EqualTo(400));
                continue;
            }

            Assert.That((int)made.Status, Is.EqualTo(201), made.ToString());
            Assert.That((string)(await _owner.GetAsync(url)).Json["name"]!, Is.EqualTo(name), Encoding.UTF8.GetByteCount(name).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
