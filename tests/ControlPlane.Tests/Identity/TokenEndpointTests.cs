using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Identity;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Identity;

[TestFixture]
public sealed class TokenEndpointTests
{
    private ControlPlaneApp _app = null!;

    [OneTimeSetUp]
    public async Task Start() => _app = await ControlPlaneApp.StartWithAccountAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _app.DisposeAsync();

    [TestCase("adfs/oauth2/token", "resource")]
    [TestCase("{tenant}/oauth2/token", "resource")]
    [TestCase("{tenant}/oauth2/v2.0/token", "scope")]
    public async Task A_client_with_its_secret_gets_a_token_that_opens_the_api(string path, string named)
    {
        using var client = _app.Anonymous();
        var form = Form(_app.Credentials.ClientSecret!);
        form[named] = named == "scope" ? "https://management.azure.com/.default" : "https://management.azure.com/";

        var reply = await client.Http.PostAsync(path.Replace("{tenant}", _app.Credentials.TenantId.ToString(), StringComparison.Ordinal), new FormUrlEncodedContent(form));

        var json = (await reply.Content.ReadFromJsonAsync<JsonNode>())!;
        client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)json["access_token"]!);
        var opened = await client.GetAsync("/subscriptions", "2022-12-01");
        Assert.Multiple(() =>
        {
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((string)json["token_type"]!, Is.EqualTo("Bearer"));
            Assert.That((int)json["expires_in"]!, Is.EqualTo(3600));
            Assert.That(opened.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((string)opened.Json["value"]![0]!["tenantId"]!, Is.EqualTo(_app.Credentials.TenantId.ToString()));
        });
    }

    [Test]
    public async Task A_wrong_secret_and_an_unknown_client_get_the_same_answer()
    {
        using var client = _app.Anonymous();
        var unknown = Form(_app.Credentials.ClientSecret!);
        unknown["client_id"] = Guid.NewGuid().ToString();

        var first = await client.Http.PostAsync("adfs/oauth2/token", new FormUrlEncodedContent(Form("wrong")));
        var second = await client.Http.PostAsync("adfs/oauth2/token", new FormUrlEncodedContent(unknown));

        var errors = new[] { await first.Content.ReadFromJsonAsync<JsonNode>(), await second.Content.ReadFromJsonAsync<JsonNode>() };
        Assert.Multiple(() =>
        {
            Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(errors.Select(error => (string)error!["error"]!), Is.All.EqualTo("invalid_client"));
        });
    }

    [Test]
    public async Task Discovery_names_only_https_addresses_under_the_host_of_the_request()
    {
        using var client = _app.Anonymous();

        var metadata = await client.GetAsync("/metadata/endpoints", "2015-01-01");
        var configuration = await client.GetAsync("/adfs/.well-known/openid-configuration", "");
        var keys = await client.GetAsync("/adfs/discovery/keys", "");

        var host = $"https://{_app.Address.Authority}";
        Assert.Multiple(() =>
        {
            Assert.That((string)metadata.Json["authentication"]!["loginEndpoint"]!, Is.EqualTo($"{host}/adfs"));
            Assert.That((string)configuration.Json["token_endpoint"]!, Is.EqualTo($"{host}/adfs/oauth2/token"));
            Assert.That((string)configuration.Json["jwks_uri"]!, Is.EqualTo($"{host}/adfs/discovery/keys"));
            Assert.That(keys.Json["keys"]!.AsArray(), Is.Not.Empty);
        });
    }

    [TestCase("Bearer not-a-token")]
    [TestCase("Bearer eyJhbGciOiJub25lIn0.eyJhcHBpZCI6IngifQ.")]
    [TestCase("Basic YTpi")]
    [TestCase(null)]
    public async Task A_bad_token_is_refused_with_a_challenge_that_asks_for_no_claims(string? header)
    {
        using var client = _app.Anonymous();
        if (header is not null)
        {
            client.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        }

        var reply = await client.GetAsync(ControlPlaneApp.Account);

        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(reply.ErrorCode, Is.EqualTo("AuthenticationFailed"));
            Assert.That(reply.Headers["WWW-Authenticate"], Does.StartWith("Bearer ").And.Not.Contain("claims="));
        });
    }

    [Test]
    public async Task An_altered_token_is_refused()
    {
        using var owner = _app.Owner();
        var token = owner.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        var signature = token[(token.LastIndexOf('.') + 1)..];
        var altered = token[..(token.LastIndexOf('.') + 1)] + (signature[0] == 'A' ? 'B' : 'A') + signature[1..];
        owner.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", altered);

        Assert.That((await owner.GetAsync("/subscriptions")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_token_that_was_good_before_is_refused_once_it_is_over_or_its_principal_gone()
    {
        var identity = _app.Services.GetRequiredService<IdentityBootstrapper>();
        var issued = await identity.EnsureAsync("leaving", null, null, "Reader", "/", CancellationToken.None);
        using var brief = _app.Anonymous();
        using var leaving = _app.Anonymous();
        brief.Http.DefaultRequestHeaders.Authorization = new("Bearer", await identity.IssueTokenAsync(_app.Credentials.ClientId, _app.Address, TimeSpan.FromSeconds(3), CancellationToken.None));
        leaving.Http.DefaultRequestHeaders.Authorization = new("Bearer", await identity.IssueTokenAsync(issued.ClientId, _app.Address, TimeSpan.FromHours(1), CancellationToken.None));
        foreach (var client in new[] { brief, leaving, brief, leaving })
        {
            Assert.That((await client.GetAsync("/subscriptions")).Status, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(await _app.Services.GetRequiredService<ServicePrincipalStore>().DeleteAsync(issued.ClientId, CancellationToken.None));
        foreach (var client in new[] { brief, leaving })
        {
            Assert.That(async () => (await client.GetAsync("/subscriptions")).Status, Is.EqualTo(HttpStatusCode.Unauthorized).After(10_000, 200));
        }
    }

    [Test]
    public async Task A_rotated_secret_works_beside_the_old_one_for_a_while()
    {
        var identity = _app.Services.GetRequiredService<IdentityBootstrapper>();
        var issued = await identity.EnsureAsync("rotating", null, null, "Reader", "/", CancellationToken.None);
        var fresh = await identity.RotateSecretAsync(issued.ClientId, TimeSpan.FromMinutes(5), CancellationToken.None);
        using var client = _app.Anonymous();

        foreach (var secret in new[] { issued.ClientSecret!, fresh })
        {
            var form = Form(secret);
            form["client_id"] = issued.ClientId.ToString();
            var reply = await client.Http.PostAsync("adfs/oauth2/token", new FormUrlEncodedContent(form));
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task A_principal_without_the_role_is_refused_and_told_the_action()
    {
        using var reader = await _app.WithRoleAsync("Reader");
        using var elsewhere = await _app.WithRoleAsync("Owner", "/subscriptions/11111111-0000-0000-0000-000000000000");

        var get = await reader.GetAsync(ControlPlaneApp.Account);
        var post = await reader.PostAsync("syncStorageKeys", "{}");
        var outside = await elsewhere.GetAsync(ControlPlaneApp.Account);

        Assert.Multiple(() =>
        {
            Assert.That(get.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(post.Status, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(post.ErrorMessage, Does.Contain("Microsoft.Media/mediaServices/syncStorageKeys/action"));
            Assert.That(outside.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        });
    }

    private Dictionary<string, string> Form(string secret) => new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = _app.Credentials.ClientId.ToString(),
        ["client_secret"] = secret,
    };
}
