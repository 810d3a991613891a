using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.Data.KeyAuthorization.Tokens;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Tests.KeyAuthorization.Tokens;

/// <summary>Tokens of strangers, and tokens that a good issuer signed around text of strangers: refused, never an exception.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HostileTokenTests : IDisposable
{
    private const string Jwt = "{\"alg\":\"HS256\"}";
    private readonly ManualClock _clock = new();
    private readonly CheckerWithoutCatalog _own;

    public HostileTokenTests() => _own = new(_clock);

    public void Dispose() => _own.Dispose();

    [Test]
    public async Task Every_damaged_web_token_is_refused()
    {
        var good = Encoding.ASCII.GetBytes(TokenMaker.Hs256(TokenMaker.Claims(_clock.GetUtcNow())));
        Assert.That(await CheckAsync(Encoding.Latin1.GetString(good)), Is.Null);
        foreach (var damaged in Mutations.Of(good, seed: 1, rounds: 2000).Where(bytes => !bytes.AsSpan().SequenceEqual(good)))
        {
            Assert.That(await CheckAsync(Encoding.Latin1.GetString(damaged)), Is.Not.Null, Encoding.Latin1.GetString(damaged));
        }
    }

    [Test]
    public async Task Every_damaged_simple_token_is_refused()
    {
        var good = Encoding.ASCII.GetBytes(Swt($"ExpiresOn={Seconds(30)}"));
        Assert.That(await CheckAsync(Encoding.Latin1.GetString(good), ContentKeyPolicyRestrictionTokenType.Swt), Is.Null);
        foreach (var damaged in Mutations.Of(good, seed: 2, rounds: 2000).Where(bytes => !bytes.AsSpan().SequenceEqual(good)))
        {
            var text = Encoding.Latin1.GetString(damaged);
            Assert.That(await CheckAsync(text, ContentKeyPolicyRestrictionTokenType.Swt), Is.Not.Null, text);
        }
    }

    [Test]
    public async Task Signed_payloads_that_are_damaged_inside_cause_no_exception()
    {
        var good = Encoding.ASCII.GetBytes(Payload(Seconds(30), "\"role\":\"\\u00e4\",\"list\":[1,null,{}]"));
        foreach (var damaged in Mutations.Of(good, seed: 3, rounds: 2000))
        {
            await CheckAsync(Sign(Jwt, damaged));
        }
    }

    [TestCase("\"role\":\"\\ud800\"")]
    [TestCase("\"\\udc00\":1")]
    [TestCase("\"role\":[\"\\ud800\"]")]
    [TestCase("\"role\":\"\u0080\"", true)]
    public async Task Signed_text_that_is_no_unicode_is_refused(string member, bool asLatin = false) =>
        Assert.That(await CheckAsync(Sign(Jwt, (asLatin ? Encoding.Latin1 : Encoding.ASCII).GetBytes(Payload(Seconds(30), member)))), Is.Not.Null);

    [TestCase("253402300798")]
    [TestCase("253402300600")]
    [TestCase("253402300799")]
    [TestCase("1e300")]
    [TestCase("-1")]
    [TestCase("1e400")]
    [TestCase("\"1\"")]
    public async Task Times_at_the_end_of_the_calendar_cause_no_exception(string time)
    {
        var isTime = time.StartsWith("2534023006", StringComparison.Ordinal) || time == "253402300798";
        Assert.That(await CheckAsync(Sign(Jwt, Encoding.ASCII.GetBytes(Payload(time)))) is null, Is.EqualTo(isTime));
        Assert.That(await CheckAsync(Sign(Jwt, Encoding.ASCII.GetBytes(Payload(Seconds(30), $"\"nbf\":{time}")))), Is.Not.Null);
        Assert.That(await CheckAsync(Swt($"ExpiresOn={time.Trim('"')}"), ContentKeyPolicyRestrictionTokenType.Swt) is null, Is.EqualTo(isTime));
    }

    [TestCase("{\"alg\":\"none\"}")]
    [TestCase("{\"alg\":null}")]
    [TestCase("{\"alg\":[\"HS256\"]}")]
    [TestCase("{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}")]
    [TestCase("{\"alg\":\"\\ud800\"}")]
    [TestCase("{\"alg\":\"HS256\",\"kid\":\"\\ud800\"}")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("\"HS256\"")]
    public async Task Headers_that_name_no_signature_are_refused_however_the_rest_is_signed(string header) =>
        Assert.That(await CheckAsync(Sign(header, Encoding.ASCII.GetBytes(Payload(Seconds(30))))), Is.Not.Null);

    [TestCase(17)]
    [TestCase(6000)]
    public async Task Nested_payloads_are_refused(int depth)
    {
        var nested = new string('[', depth) + new string(']', depth);
        Assert.That(await CheckAsync(Sign(Jwt, Encoding.ASCII.GetBytes(Payload(Seconds(30), $"\"x\":{nested}")))), Is.Not.Null);
        Assert.That(await CheckAsync(Sign($"{{\"alg\":\"HS256\",\"x\":{nested}}}", Encoding.ASCII.GetBytes(Payload(Seconds(30))))), Is.Not.Null);
    }

    [TestCase("ExpiresOn={0}&ExpiresOn={0}")]
    [TestCase("ExpiresOn={0}&Issuer=other")]
    [TestCase("ExpiresOn={0}&=x")]
    [TestCase("ExpiresOn={0}&x")]
    [TestCase("ExpiresOn=0x{0}")]
    [TestCase("ExpiresOn=99999999999999999999")]
    [TestCase("ExpiresOn= {0}")]
    public async Task Signed_claims_that_may_be_read_in_two_ways_are_refused(string claims) => Assert.That(
        await CheckAsync(Swt(string.Format(CultureInfo.InvariantCulture, claims, Seconds(30))), ContentKeyPolicyRestrictionTokenType.Swt), Is.Not.Null);

    private string Seconds(int minutes) => _clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Payload(string expires, string more = "\"x\":1") =>
        $"{{\"iss\":\"{TokenMaker.Issuer}\",\"aud\":\"{TokenMaker.Audience}\",\"exp\":{expires},{more}}}";

    private static string Sign(string header, byte[] payload)
    {
        var text = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}.{Base64Url.EncodeToString(payload)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(TokenMaker.Secret, Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Swt(string claims)
    {
        var text = $"{claims}&Issuer={WebUtility.UrlEncode(TokenMaker.Issuer)}&Audience={WebUtility.UrlEncode(TokenMaker.Audience)}";
        return $"{text}&HMACSHA256={WebUtility.UrlEncode(Convert.ToBase64String(HMACSHA256.HashData(TokenMaker.Secret, Encoding.UTF8.GetBytes(text))))}";
    }

    private async Task<string?> CheckAsync(string token, ContentKeyPolicyRestrictionTokenType type = ContentKeyPolicyRestrictionTokenType.Jwt) =>
        await _own.Checker.CheckAsync(
            new()
            {
                Issuer = TokenMaker.Issuer,
                Audience = TokenMaker.Audience,
                RestrictionTokenType = type,
                PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = TokenMaker.Secret },
            },
            token, Guid.Empty, takesUse: true, default);
}
