using System.Collections.Concurrent;
using System.Security.Cryptography;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.Data.KeyAuthorization.Tokens;
using MediaPlatform.Data.Tests.Catalog;
using MediaPlatform.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Tests.KeyAuthorization.Tokens;

/// <summary>Tokens that may be used so many times, whoever counts.</summary>
[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class TokenUsesTests(CatalogProvider provider) : StoreTests(provider)
{
    private static readonly ContentKeyPolicyTokenRestriction s_restriction = new()
    {
        Issuer = TokenMaker.Issuer,
        Audience = TokenMaker.Audience,
        RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
        PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = TokenMaker.Secret },
    };

    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<IDisposable> _disposables = []; // checkers are made by many threads at a time

    [TearDown]
    public void DisposeCheckers()
    {
        while (_disposables.TryDequeue(out var disposable))
        {
            disposable.Dispose();
        }
    }

    [Test]
    public async Task Checkers_that_know_nothing_of_each_other_count_together()
    {
        var token = Limited(3);
        var taken = 0;
        for (var i = 0; i < 5; i++)
        {
            taken += await CheckAsync(token) is null ? 1 : 0;
        }

        Assert.That(taken, Is.EqualTo(3));
        Assert.That(await CheckAsync(token), Is.EqualTo("no use left"));
        Assert.That(await CheckAsync(Limited(3)), Is.Null, "another token has its own uses");
    }

    [Test]
    public async Task Many_at_a_time_take_all_that_there_are_and_no_more()
    {
        // The first uses of a token race for its row, so it is the start that counts.
        for (var round = 0; round < 20; round++)
        {
            var token = Limited(5);
            var verdicts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => CheckAsync(token))));
            Assert.That(verdicts.Count(verdict => verdict is null), Is.EqualTo(5), $"round {round}");
        }
    }

    [Test]
    public async Task Another_spelling_of_a_signature_is_the_same_token()
    {
        var token = Limited(1);
        Assert.That(await CheckAsync(token), Is.Null);
        foreach (var spelling in new[] { token + "=", token + " ", token + "\n", token[..^1] + (char)(token[^1] + 1), token.Insert(token.Length - 4, "\t") })
        {
            Assert.That(await CheckAsync(spelling), Is.Not.Null, $"'{spelling}'");
        }
    }

    [Test]
    public async Task Zero_uses_are_none_and_a_look_takes_none()
    {
        Assert.That(await CheckAsync(Limited(0)), Is.EqualTo("no use left"));
        var token = Limited(1);
        Assert.That(await CheckAsync(token, takesUse: false), Is.Null);
        Assert.That(await CheckAsync(token, takesUse: false), Is.Null);
        Assert.That(await CheckAsync(token), Is.Null);
        Assert.That(await CheckAsync(token, takesUse: false), Is.EqualTo("no use left"));
    }

    [Test]
    public async Task A_use_that_is_given_back_can_be_taken_again_everywhere()
    {
        var token = Limited(1);
        var (giver, other) = (Checker(), Checker());
        Assert.That(await CheckAsync(giver, token), Is.Null);
        Assert.That(await CheckAsync(other, token), Is.EqualTo("no use left"));
        await giver.GiveBackAsync(s_restriction, token, Token);
        await giver.GiveBackAsync(s_restriction, token, Token);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.That(await CheckAsync(other, token), Is.Null);
        Assert.That(await CheckAsync(giver, token), Is.EqualTo("no use left"));
        await giver.GiveBackAsync(s_restriction, token, Token);
        Assert.That(await CheckAsync(giver, token), Is.Null, "who gives back remembers nothing");
    }

    [Test]
    public async Task Counts_go_when_nobody_can_use_the_token_any_more()
    {
        var store = new TokenUseStore(Catalog.Get<CatalogContextFactory>());
        var old = SHA256.HashData("old"u8);
        await store.TryTakeAsync(old, 1, _clock.GetUtcNow() - TimeSpan.FromMinutes(16), Token);
        Assert.That(await CheckAsync(Limited(1)), Is.Null);
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        Assert.That(await context.TokenUses.AnyAsync(row => row.Id == old, Token), Is.False);
        Assert.That(await context.TokenUses.CountAsync(Token), Is.GreaterThan(0), "the others stay");
    }

    private string Limited(int uses)
    {
        var claims = TokenMaker.Claims(_clock.GetUtcNow());
        claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = uses;
        claims["jti"] = Guid.NewGuid();
        return TokenMaker.Hs256(claims);
    }

    /// <summary>Asks a checker that was made for this one question, as another process would.</summary>
    private async Task<string?> CheckAsync(string token, bool takesUse = true) =>
        await CheckAsync(Checker(), token, takesUse);

    private static async Task<string?> CheckAsync(TokenChecker checker, string token, bool takesUse = true) =>
        await checker.CheckAsync(s_restriction, token, Guid.NewGuid(), takesUse, Token);

    private TokenChecker Checker()
    {
        var options = Options.Create(new KeyDeliveryOptions());
        var client = new DiscoveryClient(options);
        var discovered = new DiscoveredKeys(client, options, _clock, NullLogger<DiscoveredKeys>.Instance);
        _disposables.Enqueue(discovered);
        _disposables.Enqueue(client);
        return new TokenChecker(discovered, new TokenUses(new TokenUseStore(Catalog.Get<CatalogContextFactory>()), _clock), options, _clock);
    }
}
