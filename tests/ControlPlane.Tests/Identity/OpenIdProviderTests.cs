using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Tests.Identity;

/// <summary>Tokens of an operator's own OpenID provider, found by discovery, beside the built-in ones.</summary>
public sealed class OpenIdProviderTests
{
    private const string Audience = "api://mediaplatform";

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private LocalWebServer _provider = null!;
    private ControlPlaneApp _app = null!;

    private string Issuer => $"http://127.0.0.1:{_provider.Port}";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _provider = await LocalWebServer.StartAsync(AnswerAsync);
        _app = await ControlPlaneApp.StartWithAccountAsync(
            ("Authentication:Authority", Issuer), ("Authentication:Audiences:0", Audience), ("Authentication:RoleMap:media-admins", "Owner"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
        _key.Dispose();
        _otherKey.Dispose();
    }

    [Test]
    public async Task A_token_of_the_provider_opens_the_api_by_the_role_that_its_name_stands_for()
    {
        using var client = Client(TokenMaker.Rs256(Claims(), _key));
        var asset = await client.PutAsync("assets/of-a-person", """{"properties":{}}""");

        Assert.That(asset.Status, Is.EqualTo(HttpStatusCode.Created), asset.Text);
        Assert.That((asset.Json["systemData"]!["createdBy"]!.GetValue<string>(), asset.Json["systemData"]!["createdByType"]!.GetValue<string>()), Is.EqualTo(("ada@contoso.com", "User")));
    }

    [Test]
    public async Task A_role_that_means_nothing_here_opens_nothing()
    {
        using var client = Client(TokenMaker.Rs256(Claims(("roles", new[] { "accountants" })), _key));
        Assert.That((await client.GetAsync(ControlPlaneApp.Account)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_token_that_is_not_the_providers_or_not_for_us_or_not_of_today_is_refused()
    {
        var publicKey = Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem());
        var expired = TimeProvider.System.GetUtcNow().AddMinutes(-10).ToUnixTimeSeconds();
        foreach (var (name, token) in new[]
        {
            ("another key", TokenMaker.Rs256(Claims(), _otherKey)),
            ("another audience", TokenMaker.Rs256(Claims(("aud", "api://elsewhere")), _key)),
            ("another issuer", TokenMaker.Rs256(Claims(("iss", "https://sts.elsewhere.com")), _key)),
            ("expired", TokenMaker.Rs256(Claims(("exp", expired)), _key)),
            ("the public key taken for a secret", TokenMaker.Hs256(Claims(), publicKey)),
            ("no signature", TokenMaker.Sign("none", Claims(), _ => [])),
        })
        {
            using var client = Client(token);
            Assert.That((await client.GetAsync(ControlPlaneApp.Account)).Status, Is.EqualTo(HttpStatusCode.Unauthorized), name);
        }
    }

    [Test]
    public async Task Built_in_tokens_stay_good_unless_they_are_switched_off()
    {
        using var builtIn = _app.Owner();
        Assert.That((await builtIn.GetAsync(ControlPlaneApp.Account)).Status, Is.EqualTo(HttpStatusCode.OK));

        await using var without = await ControlPlaneApp.StartWithAccountAsync(
            ("Authentication:Authority", Issuer), ("Authentication:Audiences:0", Audience), ("Authentication:BuiltIn", "false"));
        using var refused = without.Owner();
        using var anonymous = without.Anonymous();
        var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = without.Credentials.ClientId.ToString(),
            ["client_secret"] = without.Credentials.ClientSecret!,
        });
        Assert.That((await refused.GetAsync(ControlPlaneApp.Account)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await anonymous.Http.PostAsync("adfs/oauth2/token", form)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private Dictionary<string, object> Claims(params (string Name, object Value)[] changes)
    {
        var claims = TokenMaker.Claims(TimeProvider.System.GetUtcNow());
        (claims["iss"], claims["aud"], claims["roles"]) = (Issuer, Audience, new[] { "media-admins" });
        (claims["sub"], claims["preferred_username"]) = ("8f14e45f", "ada@contoso.com");
        foreach (var (name, value) in changes) claims[name] = value;
        return claims;
    }

    private ArmClient Client(string token)
    {
        var client = _app.Anonymous();
        client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private Task AnswerAsync(HttpContext context)
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return context.Request.Path == "/.well-known/openid-configuration"
            ? context.Response.WriteAsJsonAsync(new { issuer = Issuer, jwks_uri = Issuer + "/keys" })
            : context.Response.WriteAsJsonAsync(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "one", n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } });
    }
}
