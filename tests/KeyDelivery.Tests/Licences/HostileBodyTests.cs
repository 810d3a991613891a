using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.FairPlayPlugIn;
using MediaPlatform.KeyDelivery.PlayReady;
using MediaPlatform.KeyDelivery.Tests.FairPlay;
using MediaPlatform.KeyDelivery.Tests.PlayReady;
using MediaPlatform.KeyDelivery.Widevine;
using MediaPlatform.TestKit;

namespace MediaPlatform.KeyDelivery.Tests.Licences;

/// <summary>Bodies that are damaged everywhere, too long, cut in transit or in another text encoding: refused in the service's own form.</summary>
internal sealed class HostileBodyTests
{
    private const int Sample = 25;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] s_key = Convert.FromHexString("b50d1b25559be9bd0a3cbe8ab59232fc");
    private static readonly Guid s_keyId = new("0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11");
    private static readonly string[] s_paths = ["/ClearKey/", $"/Widevine/?kid={s_keyId}", "/PlayReady/", $"/FairPlay/?kid={s_keyId}"];
    private LicenceServerStandIn _service = null!;
    private KeyServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        (_server, _service) = await RefusingServers.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Test]
    public async Task Clear_key_requests_that_are_damaged_anywhere()
    {
        await _server.PublishAsync(Guid.NewGuid(), s_key, new ContentKeyPolicyOpenRestriction());
        var good = """{"kids":["LwVHf8JLtPrv2GUXFW2v_A","AAAAAAAAAAAAAAAAAAAAAA"],"type":"temporary"}"""u8.ToArray();
        foreach (var damaged in Mutations.Of(good, seed: 1, rounds: 300))
        {
            await ExpectRefusalAsync("/ClearKey/", "application/json", damaged, 400, 404);
        }
    }

    [TestCase("""{"kids":["\ud800"],"type":"temporary"}""")]
    [TestCase("""{"kids":[["AAAAAAAAAAAAAAAAAAAAAA"]]}""")]
    [TestCase("""{"kids":[{"kid":"AAAAAAAAAAAAAAAAAAAAAA"}]}""")]
    [TestCase("""{"kids":"AAAAAAAAAAAAAAAAAAAAAA"}""")]
    [TestCase("""{"kids":["AAAAAAAAAAAAAAAAAAAAAAAA"]}""")]
    [TestCase("""{"kids":[1e999]}""")]
    [TestCase("""{"kids":["AAAAAAAAAAAAAAAAAAAAAA"]}{}""")]
    [TestCase("\u00ff\u00fe{\0}\0")]
    [TestCase("null")]
    [TestCase("\u00ef\u00bb\u00bf{}")]
    public Task Clear_key_requests_of_another_shape(string body) =>
        ExpectRefusalAsync("/ClearKey/", "application/json", Encoding.Latin1.GetBytes(body), 400);

    [Test]
    public Task Clear_key_requests_for_too_many_keys() => ExpectRefusalAsync(
        "/ClearKey/", "application/json", Encoding.ASCII.GetBytes($"{{\"kids\":[{string.Join(',', Enumerable.Repeat("\"AAAAAAAAAAAAAAAAAAAAAA\"", 65))}]}}"), 400);

    [Test]
    public async Task Widevine_challenges_that_are_damaged_anywhere()
    {
        var path = $"/Widevine/?kid={await _server.PublishAsync(Guid.NewGuid(), s_key, new ContentKeyPolicyWidevineConfiguration { WidevineTemplate = "{}" }, new ContentKeyPolicyOpenRestriction())}";
        byte[] good = [0x08, 0x01, 0x12, 0x10, .. Enumerable.Range(0, 16).Select(value => (byte)value), 0x19, 1, 2, 3, 4, 5, 6, 7, 8, 0x25, 1, 2, 3, 4, 0x1A, 0x82, 0x00, 1, 2];
        Assert.That(WidevineChallenge.IsWellFormed(good), Is.True);
        var number = 0;
        foreach (var damaged in Mutations.Of(good, seed: 2, rounds: 1000).Concat(Mutations.Of([0x08, 0x04], seed: 3, rounds: 200)))
        {
            if (WidevineChallenge.IsWellFormed(damaged) || number++ % Sample == 0)
            {
                await ExpectRefusalAsync(path, "application/octet-stream", damaged, 400);
            }
        }
    }

    [TestCase("0804" + "08")]
    [TestCase("08ffffffffffffffffffff01")]
    [TestCase("0801" + "12ffffffffffffffffff01")]
    [TestCase("0801" + "12ffffffff0f00")]
    [TestCase("0801" + "12808080808000")]
    [TestCase("0801" + "1b" + "1c")]
    [TestCase("0801" + "00")]
    [TestCase("0801" + "1e")]
    public void Widevine_lengths_that_lead_outside(string hex) =>
        Assert.That(WidevineChallenge.IsWellFormed(Convert.FromHexString(hex)), Is.EqualTo(hex == "080112808080808000"));

    [Test]
    public async Task PlayReady_messages_that_are_damaged_anywhere()
    {
        var good = Challenges.Version40(s_keyId, Challenges.TokenData("a.b.c"));
        var number = 0;
        foreach (var damaged in Mutations.Of(good, seed: 4, rounds: 1000).Concat(Mutations.Of(Challenges.Version43(s_keyId, Guid.Empty), seed: 5, rounds: 1000)))
        {
            var parsing = Task.Run(() => PlayReadyChallenge.Parse(damaged));
            Assert.That(await Task.WhenAny(parsing, Task.Delay(s_patience)), Is.SameAs(parsing), () => Encoding.Latin1.GetString(damaged));
            Assert.That((await parsing)?.KeyIds.Count ?? 1, Is.InRange(1, 16));
            if (number++ % (4 * Sample) == 0)
            {
                await ExpectRefusalAsync("/PlayReady/", "text/xml", damaged, 400, 401);
            }
        }
    }

    [TestCase("utf-7")]
    [TestCase("utf-16")]
    [TestCase("utf-32")]
    [TestCase("x-unknown")]
    [TestCase("")]
    public Task PlayReady_messages_in_an_encoding_that_they_only_say(string encoding) => ExpectRefusalAsync(
        "/PlayReady/", "text/xml", Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Challenges.Version40(s_keyId)).Replace("utf-8", encoding, StringComparison.Ordinal)), 400);

    [Test]
    public async Task PlayReady_messages_that_go_on_for_ever()
    {
        var good = Encoding.ASCII.GetString(Challenges.Version40(s_keyId));
        foreach (var fill in new[]
        {
            string.Concat(Enumerable.Repeat("<a>", 40_000)),
            string.Concat(Enumerable.Repeat("<a/>", 70_000)),
            "<a " + string.Concat(Enumerable.Range(0, 20_000).Select(number => $"a{number}='' ")) + "/>",
            "<a " + string.Concat(Enumerable.Range(0, 10_000).Select(number => $"xmlns:a{number}='b' ")) + "/>",
            "<KID xmlns=\"http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader\" VALUE=\"AAAA\">" + string.Concat(Enumerable.Repeat("<a>", 40_000)),
            "<CustomData>" + string.Concat(Enumerable.Repeat("&lt;a&gt;", 25_000)) + "</CustomData>",
        })
        {
            await ExpectRefusalAsync("/PlayReady/", "text/xml", Encoding.ASCII.GetBytes(good.Replace("<LicenseNonce>", fill + "<LicenseNonce>", StringComparison.Ordinal)), 400, 401);
        }
    }

    [Test]
    public async Task FairPlay_forms_that_are_damaged_anywhere()
    {
        using var rsa = RSA.Create(1024);
        using var certificate = new CertificateRequest("CN=application", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var configuration = new ContentKeyPolicyFairPlayConfiguration
        {
            Ask = new byte[16],
            FairPlayPfx = Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12, "secret")),
            FairPlayPfxPassword = "secret",
        };
        var path = $"/FairPlay/?kid={await _server.PublishAsync(Guid.NewGuid(), s_key, configuration, new ContentKeyPolicyOpenRestriction())}";
        var spc = new SimulatedPlayer().MakeSpc(rsa, certificate.RawData, new byte[16], "asset");
        foreach (var damaged in Mutations.Cut(spc).Where((_, at) => at % 16 < 2).Concat(Mutations.Noise(6, 100, 1000)))
        {
            await ExpectRefusalAsync(path, "application/x-www-form-urlencoded", Encoding.ASCII.GetBytes("assetId=asset&spc=" + Uri.EscapeDataString(Convert.ToBase64String(damaged))), 400);
        }

        var form = Encoding.ASCII.GetBytes("assetId=%e4%zz%&spc=AAAAAQAAAAAkWUJTkRvBN3urPgy2U8Hw&&=&spc=&%00=%00");
        foreach (var damaged in Mutations.Of(form, seed: 7, rounds: 300).Where((_, at) => at % 3 == 0).Append(Encoding.ASCII.GetBytes(new string('&', 60_000))).Append(Encoding.ASCII.GetBytes("spc=" + new string('A', 60_000))))
        {
            await ExpectRefusalAsync(path, "application/x-www-form-urlencoded", damaged, 400);
        }
    }

    [Test]
    public async Task Key_ids_that_are_none()
    {
        foreach (var id in new[] { "", "x", "%00", "%ff%fe", "{0x111111111,0x1,0x1,{1,1,1,1,1,1,1,1}}", new string('0', 7000), "..%2f..%2f", "0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e1", "&kid=" })
        {
            foreach (var path in new[] { "/", "/Widevine/", "/FairPlay/" })
            {
                await ExpectRefusalAsync($"{path}?kid={id}", "application/octet-stream", [0x08, 0x04], 400);
            }
        }
    }

    [Test]
    public async Task Bodies_that_are_too_long_are_refused_whether_they_say_so_or_not()
    {
        foreach (var (path, longest) in s_paths.Zip([16 << 10, 64 << 10, 256 << 10, 64 << 10]))
        {
            foreach (var isChunked in new[] { false, true })
            {
                // Just too long where the server must read it, so that it does not hang up on us while we write.
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[isChunked ? longest + 1 : 2 << 20]) };
                request.Headers.TransferEncodingChunked = isChunked;
                request.Headers.ExpectContinue = !isChunked;
                using var reply = await _server.Client.SendAsync(request);
                await AssertRefusalAsync(path, reply, [400]);
            }
        }
    }

    [Test]
    public async Task A_key_is_given_without_a_look_at_the_body()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, new ContentKeyPolicyOpenRestriction());
        foreach (var body in Mutations.Noise(8, 20, 5000).Append(new byte[2 << 20]))
        {
            using var reply = await _server.Client.PostAsync($"/?kid={keyId}", new ByteArrayContent(body));
            Assert.That(await reply.Content.ReadAsByteArrayAsync(), Is.EqualTo(s_key));
        }
    }

    [TestCase("Content-Length: 100000000000\r\n\r\n")]
    [TestCase("Content-Length: -1\r\n\r\n")]
    [TestCase("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\nnonsense\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\nhello")]
    [TestCase("Content-Length: 50\r\n\r\nhello")]
    public async Task Bodies_that_end_early_or_are_framed_wrong(string rest)
    {
        foreach (var path in s_paths)
        {
            var reply = await SendRawAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{rest}");
            Assert.That(reply, Is.Empty.Or.StartWith("HTTP/1.1 4"), path);
        }

        Assert.That(_server.Log.Text.Contains("An unhandled exception", StringComparison.Ordinal), Is.False);
    }

    [Test]
    public async Task Tokens_that_are_too_long_or_no_text()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, new ContentKeyPolicyTokenRestriction
        {
            Issuer = TokenMaker.Issuer,
            Audience = TokenMaker.Audience,
            RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Swt,
            PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = TokenMaker.Secret },
        });
        foreach (var token in new[] { "%00", "%ff", "%", "&token=a", "a%26HMACSHA256=" + new string('A', 44), "%26HMACSHA256=%26HMACSHA256=", new string('a', 7000) })
        {
            await ExpectRefusalAsync($"/?kid={keyId}&token={token}", "text/plain", [], 401);
        }

        foreach (var header in new[] { "Bearer", "Bearer ", "Bearer=", "Basic eDp5", "Bearer " + new string('a', 20_000), "Bearer a, Bearer b" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/?kid={keyId}");
            request.Headers.TryAddWithoutValidation("Authorization", header);
            using var reply = await _server.Client.SendAsync(request);
            await AssertRefusalAsync("/", reply, [401]);
        }
    }

    [Test]
    public async Task Hostile_bodies_cost_time_and_memory_in_proportion()
    {
        byte[] deep = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a b='c'>", 20_000)));
        var (watch, before) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes());
        for (var round = 0; round < 20; round++)
        {
            await ExpectRefusalAsync("/PlayReady/", "text/xml", deep, 400);
            await ExpectRefusalAsync("/ClearKey/", "application/json", Encoding.ASCII.GetBytes(new string('[', 16_000)), 400);
        }

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
        Assert.That((GC.GetTotalAllocatedBytes() - before) / 40, Is.LessThan(4L << 20));
    }

    /// <summary>The reply; nothing when the connection was cut instead.</summary>
    private async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Client.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            return await reader.ReadToEndAsync().WaitAsync(s_patience);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private async Task ExpectRefusalAsync(string path, string contentType, byte[] body, params int[] expected)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var reply = await _server.Client.PostAsync(path, content);
        await AssertRefusalAsync(path, reply, expected, Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 3000))));
    }

    /// <summary>A sentence, nothing at all where more would tell about keys, or a fault of the licence protocol.</summary>
    private static async Task AssertRefusalAsync(string path, HttpResponseMessage reply, int[] expected, string body = "")
    {
        var text = await reply.Content.ReadAsStringAsync();
        Assert.That(expected, Does.Contain((int)reply.StatusCode), $"{path}: {body}");
        Assert.That(reply.Headers.CacheControl?.NoStore, Is.True);
        if (path.StartsWith("/PlayReady", StringComparison.Ordinal))
        {
            Assert.That(text == "<fault/>" || XDocument.Parse(text).Descendants("faultstring").Single().Value.EndsWith('.'), Is.True, text);
        }
        else
        {
            Assert.That(text, (int)reply.StatusCode == 400 ? Does.Match("^[A-Z][^\n]*[.]$") : Is.Empty);
        }
    }
}
