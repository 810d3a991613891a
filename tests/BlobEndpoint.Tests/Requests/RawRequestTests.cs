using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Azure.Storage.Sas;
using MediaPlatform.BlobEndpoint.Tests.Hosting;

namespace MediaPlatform.BlobEndpoint.Tests.Requests;

/// <summary>What no official client sends: hostile paths, broken queries, missing signatures.</summary>
internal sealed class RawRequestTests
{
    private readonly HttpClient _client = new();
    private OwnServer _server = null!;
    private string _sas = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await BlobServices.OwnAsync();
        await _server.Container("raw").CreateIfNotExistsAsync(CancellationToken.None);
        await _server.Container("raw").UploadAsync("there", new MemoryStream("there"u8.ToArray()), "text/plain", CancellationToken.None);
        var sas = await _server.Container("raw").CreateSasAsync(
            (Data.Blobs.BlobPermissions)63, TimeProvider.System.GetUtcNow().AddHours(1), keyIndex: 1, _server.Address, CancellationToken.None);
        _sas = sas.Query;
    }

    [OneTimeTearDown]
    public void Dispose() => _client.Dispose();

    [TestCase("/storage/raw/../../../../etc/passwd")]
    [TestCase("/storage/raw/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("/storage/raw/..%2f..%2f..%2f..%2fetc%2fpasswd")]
    [TestCase("/storage/raw/a/%2e%2e/%2e%2e/.mediaplatform/x")]
    [TestCase("/storage/raw/..\\..\\x")]
    [TestCase("/storage/raw/%5c..%5cx")]
    [TestCase("/storage/raw//etc/passwd")]
    [TestCase("/storage/raw/a%00b")]
    [TestCase("/storage/raw/%ff%fe")]
    [TestCase("/storage/raw/%2")]
    [TestCase("/storage/.mediaplatform/raw/headers")]
    [TestCase("/storage/%2e%2e/raw/there")]
    [TestCase("/../storage/raw")]
    public async Task Nothing_outside_the_container_can_be_named(string path)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete })
        {
            using var answer = await SendAsync(method, path + _sas, request =>
            {
                if (method == HttpMethod.Put) request.Headers.Add("x-ms-blob-type", "BlockBlob");
            });
            Assert.That((int)answer.StatusCode, Is.InRange(400, 404), $"{method} {path}");
        }

        Assert.That(Directory.GetFileSystemEntries(Path.Combine(_server.Folder, "blobs", "storage", "raw")).Select(Path.GetFileName), Is.EqualTo(new[] { "there" }));
    }

    [Test]
    public async Task A_link_out_of_the_container_leads_nowhere()
    {
        await _server.Container("linked").CreateIfNotExistsAsync(CancellationToken.None);
        var folder = Path.Combine(_server.Folder, "blobs", "storage", "linked");
        Directory.CreateSymbolicLink(Path.Combine(folder, "out"), "/etc");
        File.CreateSymbolicLink(Path.Combine(folder, "passwd"), "/etc/passwd");
        var container = _server.Container("linked");
        Assert.That(await container.GetPropertiesAsync("out/passwd", CancellationToken.None), Is.Null);
        Assert.That(await container.OpenReadAsync("passwd", CancellationToken.None), Is.Null);
        Assert.That(await container.ListAsync(null, CancellationToken.None).CountAsync(), Is.Zero);
        Assert.That(container.TryGetLocalPath("passwd", out _), Is.False);
    }

    [TestCase("ffffffffffffffff")]
    [TestCase("fffffffff")]
    [TestCase("zz")]
    public async Task A_chunk_of_an_absurd_size_is_the_mistake_of_the_client(string size)
    {
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /storage/raw/chunk{_sas} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nx-ms-blob-type: BlockBlob\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\nx\r\n0\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);

        Assert.That(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)), Does.StartWith("HTTP/1.1 4"));
        Assert.That(await _server.Container("raw").GetPropertiesAsync("chunk", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Without_a_signature_nothing_is_told()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/storage/raw/there");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Headers.GetValues("x-ms-error-code"), Is.EqualTo(new[] { "NoAuthenticationInformation" }));
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("SharedKey"));
    }

    [Test]
    public async Task Errors_are_the_xml_of_the_service()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/storage/raw/missing" + _sas, request => request.Headers.Add("x-ms-version", "2020-10-02"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/xml"));
        Assert.That(answer.Headers.GetValues("x-ms-version"), Is.EqualTo(new[] { "2020-10-02" }));
        var error = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        Assert.That((error.Name.LocalName, error.Element("Code")?.Value), Is.EqualTo(("Error", "BlobNotFound")));
        Assert.That(error.Element("Message")?.Value, Does.StartWith("The specified blob does not exist.\nRequestId:" + answer.Headers.GetValues("x-ms-request-id").Single()));
    }

    [Test]
    public async Task Head_requests_tell_the_code_in_a_header_only()
    {
        using var answer = await SendAsync(HttpMethod.Head, "/storage/raw/missing" + _sas);
        Assert.That(answer.Headers.GetValues("x-ms-error-code"), Is.EqualTo(new[] { "BlobNotFound" }));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("GET", "/storage/raw", "&restype=container&comp=nonsense", "InvalidQueryParameterValue")]
    [TestCase("POST", "/storage/raw/there", "", "UnsupportedHttpVerb")]
    [TestCase("GET", "/storage/raw", "&restype=container&comp=list&maxresults=0", "OutOfRangeQueryParameterValue")]
    [TestCase("GET", "/storage/raw", "&restype=container&comp=list&maxresults=x", "InvalidQueryParameterValue")]
    [TestCase("GET", "/storage/raw", "&restype=container&comp=list&marker=%25", "OutOfRangeQueryParameterValue")]
    [TestCase("PUT", "/storage/raw/x", "", "MissingRequiredHeader")]
    [TestCase("PUT", "/storage/raw/x", "&comp=block&blockid=%21", "InvalidQueryParameterValue")]
    [TestCase("GET", "/UPPER/raw/there", "", "InvalidUri")]
    [TestCase("GET", "/storage/Raw/there", "", "InvalidResourceName")]
    public async Task Malformed_requests_are_told_what_is_wrong(string method, string path, string query, string code)
    {
        using var answer = await SendAsync(new HttpMethod(method), path + _sas + query);
        Assert.That(answer.Headers.GetValues("x-ms-error-code"), Is.EqualTo(new[] { code }));
        Assert.That((int)answer.StatusCode, Is.InRange(400, 405));
    }

    [TestCase("<nonsense/>", "InvalidXmlDocument")]
    [TestCase("<BlockList><Latest>QQ==</Latest>", "InvalidXmlDocument")]
    [TestCase("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><BlockList><Latest>&y;</Latest></BlockList>", "InvalidXmlDocument")]
    [TestCase("<BlockList><Latest>..</Latest></BlockList>", "InvalidQueryParameterValue")]
    [TestCase("<BlockList><Latest>QQ==</Latest></BlockList>", "InvalidBlockList")]
    public async Task Bad_block_lists_make_no_blob(string xml, string code)
    {
        using var answer = await SendAsync(HttpMethod.Put, "/storage/raw/listed" + _sas + "&comp=blocklist", request => request.Content = new StringContent(xml));
        Assert.That(answer.Headers.GetValues("x-ms-error-code"), Is.EqualTo(new[] { code }));
        Assert.That(await _server.Container("raw").GetPropertiesAsync("listed", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task A_body_above_the_limit_is_refused_unread()
    {
        await using var small = await OwnServer.StartAsync(null, ("BlobEndpoint:MaximumRequestBytes", "1000"));
        await small.Container("raw").CreateIfNotExistsAsync(CancellationToken.None);
        var sas = await small.Container("raw").CreateSasAsync(
            Data.Blobs.BlobPermissions.Write, TimeProvider.System.GetUtcNow().AddHours(1), keyIndex: 0, small.Address, CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{small.Address}storage/raw/big{sas.Query}") { Content = new ByteArrayContent(new byte[1001]) };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var answer = await _client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(answer.Headers.GetValues("x-ms-error-code"), Is.EqualTo(new[] { "RequestBodyTooLarge" }));
    }

    [Test]
    public async Task Browsers_may_upload_with_a_signature()
    {
        using var preflight = await SendAsync(HttpMethod.Options, "/storage/raw/there", request =>
        {
            request.Headers.Add("Origin", "https://studio.example");
            request.Headers.Add("Access-Control-Request-Method", "PUT");
            request.Headers.Add("Access-Control-Request-Headers", "x-ms-blob-type,content-type");
        });
        Assert.That(preflight.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(preflight.Headers.GetValues("Access-Control-Allow-Headers"), Is.EqualTo(new[] { "x-ms-blob-type,content-type" }));
        using var read = await SendAsync(HttpMethod.Get, "/storage/raw/there" + _sas, request => request.Headers.Add("Origin", "https://studio.example"));
        Assert.That(read.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://studio.example" }));
        Assert.That(string.Join(',', read.Headers.GetValues("Access-Control-Expose-Headers")), Does.Contain("ETag"));
    }

    [Test]
    public async Task Unquoted_and_ranged_reads_of_old_clients_work()
    {
        using var ranged = await SendAsync(HttpMethod.Get, "/storage/raw/there" + _sas, request =>
        {
            request.Headers.Add("x-ms-range", "bytes=1-2");
            request.Headers.Add("x-ms-range-get-content-md5", "true");
        });
        Assert.That(ranged.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await ranged.Content.ReadAsStringAsync(), Is.EqualTo("he"));
        Assert.That(ranged.Content.Headers.ContentMD5, Is.EqualTo(System.Security.Cryptography.MD5.HashData(Encoding.ASCII.GetBytes("he"))));
    }

    [Test]
    public async Task Signatures_of_old_service_versions_are_understood()
    {
        var key = Convert.FromBase64String(_server.AccountKey);
        var expiry = TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        foreach (var version in new[] { "2012-02-12", "2014-02-14", "2015-04-05", "2018-03-28", "2019-12-12", "2020-12-06", "2025-11-05" })
        {
            var sas = new Data.Blobs.Sas.ServiceSas { Version = version, Resource = "c", Permissions = "r", Expiry = expiry };
            var resource = (string.CompareOrdinal(version, "2015-02-21") >= 0 ? "/blob" : "") + "/storage/raw";
            var query = $"?sv={version}&sr=c&sp=r&se={Uri.EscapeDataString(expiry)}&sig={Uri.EscapeDataString(sas.Sign(resource, key))}";
            using var answer = await SendAsync(HttpMethod.Get, "/storage/raw/there" + query);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), version);
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string pathAndQuery, Action<HttpRequestMessage>? change = null)
    {
        // The client must not tidy the path up.
        var url = new Uri(_server.Address.ToString().TrimEnd('/') + pathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, url);
        change?.Invoke(request);
        return _client.SendAsync(request);
    }
}
