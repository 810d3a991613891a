using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Streaming;
using MediaPlatform.FairPlayPlugIn;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Options;

namespace MediaPlatform.KeyDelivery.Tests.FairPlay;

/// <summary>Requests of a simulated player, with the D function loaded as an operator's assembly.</summary>
internal sealed class FairPlayTests
{
    private const string AssetId = "asset-ä+1";
    private static readonly byte[] s_key = Convert.FromHexString("e81f1c15212cf94ca3d58a1022d5dc33");
    private static readonly byte[] s_ask = Convert.FromHexString("6ee643a0a360cb838a32214bdd60655f");
    private static readonly KeyValuePair<string, string?> s_plugIn = new("FairPlay:KeyDerivationAssembly", typeof(StandInKeyDerivation).Assembly.Location);

    private RSA _rsa = null!;
    private X509Certificate2 _certificate = null!;

    [OneTimeSetUp]
    public void MakeCertificate()
    {
        _rsa = RSA.Create(1024);
        _certificate = new CertificateRequest("CN=application", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    [OneTimeTearDown]
    public void Close()
    {
        _certificate.Dispose();
        _rsa.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_player_gets_key_and_vector_of_the_stream_and_its_own_blocks_back(bool isEscaped)
    {
        await using var server = await KeyServer.StartAsync(s_plugIn);
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, Configuration, new ContentKeyPolicyOpenRestriction());
        var player = new SimulatedPlayer();
        var text = Convert.ToBase64String(player.MakeSpc(_rsa, _certificate.RawData, s_ask, AssetId));
        using var reply = await AskAsync(server, $"/FairPlay/?KID={keyId}", $"spc={(isEscaped ? Uri.EscapeDataString(text) : text)}&assetId={Uri.EscapeDataString(AssetId)}");
        var body = await reply.Content.ReadAsStringAsync();
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), body);
        Assert.That(body, Does.StartWith("<ckc>").And.EndWith("</ckc>"));
        Assert.That(reply.Headers.CacheControl!.NoStore, Is.True);
        var answer = player.OpenCkc(Convert.FromBase64String(body["<ckc>".Length..^"</ckc>".Length]));
        Assert.That(answer[0x58b38165af0e3d5a][16..], Is.EqualTo(s_key));
        player.AssertReturned(answer, AssetId);
        Assert.That(answer.ContainsKey(0x47acf6a418cd091a), Is.False);
        Assert.That(server.Log.Text, Does.Contain(keyId.ToString()).And.Not.Contain(Convert.ToBase64String(s_key)));
    }

    [TestCase(true, "00000000000000003df2d9fb86d34a3a")]
    [TestCase(false, null)]
    public async Task Licences_persist_only_where_the_streaming_policy_allows_it(bool isAllowed, string? expected)
    {
        await using var server = await KeyServer.StartAsync(s_plugIn);
        server.StreamingPolicyName = "fairPlay";
        await server.Get<StreamingPolicyStore>().SaveAsync(
            new StreamingPolicy { Id = Guid.NewGuid(), AccountId = server.Account.Id, Name = "fairPlay", CommonEncryptionCbcs = new(Drm: new(new(AllowPersistentLicense: isAllowed))) }, default);
        var configuration = Configuration with { RentalAndLeaseKeyType = ContentKeyPolicyFairPlayRentalAndLeaseKeyType.PersistentUnlimited };
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, configuration, new ContentKeyPolicyOpenRestriction());
        var player = new SimulatedPlayer { HasPlaybackState = true };
        var spc = Convert.ToBase64String(player.MakeSpc(_rsa, _certificate.RawData, s_ask, AssetId));
        using var reply = await AskAsync(server, $"/FairPlay/?kid={keyId}", $"spc={Uri.EscapeDataString(spc)}");
        var body = await reply.Content.ReadAsStringAsync();
        var answer = player.OpenCkc(Convert.FromBase64String(body["<ckc>".Length..^"</ckc>".Length]));
        var duration = answer.GetValueOrDefault(0x47acf6a418cd091aUL);
        Assert.That(duration is null ? null : Convert.ToHexStringLower(duration), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_message_that_cannot_be_read_takes_no_use_of_a_token()
    {
        await using var server = await KeyServer.StartAsync(s_plugIn);
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, Configuration, new ContentKeyPolicyTokenRestriction
        {
            Issuer = TokenMaker.Issuer,
            Audience = TokenMaker.Audience,
            RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
            PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = TokenMaker.Secret },
        });
        var claims = TokenMaker.Claims(server.Clock.GetUtcNow());
        claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = 1;
        var path = $"/FairPlay/?kid={keyId}&token={TokenMaker.Hs256(claims)}";
        var spc = new SimulatedPlayer().MakeSpc(_rsa, _certificate.RawData, s_ask, AssetId);
        foreach (var (message, expected) in new[]
        {
            (spc[..^16], HttpStatusCode.BadRequest), (spc, HttpStatusCode.OK), (spc, HttpStatusCode.Unauthorized), (spc[..^16], HttpStatusCode.Unauthorized),
        })
        {
            using var reply = await AskAsync(server, path, "spc=" + Uri.EscapeDataString(Convert.ToBase64String(message)));
            Assert.That(reply.StatusCode, Is.EqualTo(expected));
        }

        Assert.That(server.Log.Text.Split('\n').Count(line => line.StartsWith("FairPlay key", StringComparison.Ordinal)), Is.EqualTo(4), "one record for each request");
        Assert.That(server.Log.Text, Does.Contain("Refused (bad message)"));
    }

    [Test]
    public async Task Bad_messages_are_client_errors()
    {
        await using var server = await KeyServer.StartAsync(s_plugIn);
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, Configuration, new ContentKeyPolicyOpenRestriction());
        var spc = new SimulatedPlayer().MakeSpc(_rsa, _certificate.RawData, s_ask, AssetId);
        var other = Uri.EscapeDataString(Convert.ToBase64String(new SimulatedPlayer().MakeSpc(_rsa, _certificate.RawData, new byte[16], AssetId)));
        var right = Uri.EscapeDataString(Convert.ToBase64String(spc));
        foreach (var body in new[] { "", "spc=", "spc=!", "spc=AAAA", "assetId=x", $"spc={other}", $"spc={right}&assetId=other", new string('x', 70_000) })
        {
            Assert.That((await AskAsync(server, $"/FairPlay/?kid={keyId}", body)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), body);
        }

        Assert.That((await AskAsync(server, "/FairPlay/", $"spc={right}")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await AskAsync(server, $"/FairPlay/?kid={Guid.NewGuid()}", $"spc={right}")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task What_is_missing_is_named()
    {
        await using var without = await KeyServer.StartAsync();
        using var reply = await AskAsync(without, $"/FairPlay/?kid={Guid.NewGuid()}", "spc=AAAA");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotImplemented));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("D function").And.Contain("FairPlay:KeyDerivationAssembly"));
        await using var server = await KeyServer.StartAsync(s_plugIn);
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, Configuration with { FairPlayPfxPassword = "wrong" }, new ContentKeyPolicyOpenRestriction());
        using var closed = await AskAsync(server, $"/FairPlay/?kid={keyId}", "spc=AAAA");
        Assert.That(closed.StatusCode, Is.EqualTo(HttpStatusCode.NotImplemented));
        Assert.That(await closed.Content.ReadAsStringAsync(), Does.Contain("fairPlayPfxPassword"));
    }

    [Test]
    public async Task An_assembly_that_cannot_be_used_stops_the_start()
    {
        await Assert.ThatAsync(() => KeyServer.StartAsync(new KeyValuePair<string, string?>(s_plugIn.Key, "/nowhere/plug-in.dll")), Throws.TypeOf<OptionsValidationException>());
        await Assert.ThatAsync(() => KeyServer.StartAsync(new KeyValuePair<string, string?>(s_plugIn.Key, typeof(FairPlayTests).Assembly.Location)), Throws.TypeOf<OptionsValidationException>());
    }

    private ContentKeyPolicyFairPlayConfiguration Configuration => new()
    {
        Ask = s_ask,
        FairPlayPfx = Convert.ToBase64String(_certificate.Export(X509ContentType.Pkcs12, "secret")),
        FairPlayPfxPassword = "secret",
        RentalAndLeaseKeyType = ContentKeyPolicyFairPlayRentalAndLeaseKeyType.Undefined,
        RentalDuration = 0,
    };

    private static Task<HttpResponseMessage> AskAsync(KeyServer server, string path, string form) =>
        server.Client.PostAsync(path, new StringContent(form, null, "application/x-www-form-urlencoded"));
}
