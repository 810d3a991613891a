using System.Net;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization.Tokens;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>Goes through the options of a key's policy in order; the first that suits the kind of key and lets the caller pass counts.</summary>
public sealed class KeyAuthorizer
{
    private readonly KeyDirectory _directory;
    private readonly TokenChecker _tokens;
    private readonly TimeProvider _clock;

    internal KeyAuthorizer(KeyDirectory directory, TokenChecker tokens, TimeProvider clock) => (_directory, _tokens, _clock) = (directory, tokens, clock);

    /// <summary>Decides on a request.</summary>
    /// <typeparam name="TConfiguration">The kind of key or licence that is asked for.</typeparam>
    /// <param name="keyId">The key.</param>
    /// <param name="token">The token, if any.</param>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="givesKey">Whether the key goes out when this is granted, so that a token that limits its uses loses one.</param>
    /// <param name="cancellationToken">Stops deciding.</param>
    public async ValueTask<KeyDecision> DecideAsync<TConfiguration>(
        Guid keyId, string? token, IPAddress? address, bool givesKey, CancellationToken cancellationToken)
        where TConfiguration : ContentKeyPolicyConfiguration
    {
        var refused = new KeyDecision(KeyOutcome.Refused, null, null, "unknown key");
        foreach (var key in await _directory.FindAsync(keyId, cancellationToken))
        {
            // Those who are not let in take no use of a token.
            var takesUse = givesKey && key.Access.Allows(address);
            var decision = await DecideAsync(key, typeof(TConfiguration), token, takesUse, verdicts: null, cancellationToken) with { PolicyName = key.PolicyName };
            if (decision.Outcome != KeyOutcome.Granted)
            {
                refused = decision;
                continue;
            }

            // After the token, so that addresses outside learn nothing about which keys there are.
            return Admit(decision, key, address);
        }

        return refused;
    }

    /// <summary>
    /// Gives the token its use back where the key was granted but did not go out. Whoever asked must have had nothing of the key, and
    /// no reply of which nobody knows whether it arrived.
    /// </summary>
    /// <param name="decision">What was decided with <c>givesKey</c>; nothing happens unless it was granted.</param>
    /// <param name="token">The token that it was decided on.</param>
    /// <param name="cancellationToken">Stops waiting; the use may have been given back.</param>
    public ValueTask GiveBackAsync(KeyDecision decision, string? token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return token is not null && decision is { Outcome: KeyOutcome.Granted, Option.Restriction: ContentKeyPolicyTokenRestriction restriction }
            ? _tokens.GiveBackAsync(restriction, token, cancellationToken)
            : ValueTask.CompletedTask;
    }

    /// <summary>A key for a packager that has proved who it is: no token is asked for, but the locator must not have ended and the account must let the address in.</summary>
    public async ValueTask<StoredKey?> FindForPackagerAsync(Guid keyId, IPAddress? address, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        return (await _directory.FindAsync(keyId, cancellationToken)).FirstOrDefault(key => !(key.End <= now) && key.Access.Allows(address));
    }

    /// <summary>What would come of a request, option by option. Takes no use of a token.</summary>
    /// <param name="accountId">Keys of other accounts are not looked at.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>One entry for each locator that has the key; empty when there is none.</returns>
    public async Task<IReadOnlyList<KeySimulation>> SimulateAsync(Guid accountId, KeyRequest request, CancellationToken cancellationToken)
    {
        var simulations = new List<KeySimulation>();
        foreach (var key in await _directory.FindAsync(request.KeyId, cancellationToken))
        {
            if (key.AccountId == accountId)
            {
                var verdicts = new List<OptionVerdict>();
                var decision = await DecideAsync(key, request.Configuration, request.Token, takesUse: false, verdicts, cancellationToken) with { PolicyName = key.PolicyName };
                simulations.Add(new(decision.Outcome == KeyOutcome.Granted ? Admit(decision, key, request.Address) : decision, key.LocatorName, verdicts));
            }
        }

        return simulations;
    }

    private static KeyDecision Admit(KeyDecision decision, StoredKey key, IPAddress? address) =>
        key.Access.Allows(address) ? decision : decision with { Outcome = KeyOutcome.Forbidden, Key = null, Reason = "address" };

    private async ValueTask<KeyDecision> DecideAsync(
        StoredKey key, Type configuration, string? token, bool takesUse, List<OptionVerdict>? verdicts, CancellationToken cancellationToken)
    {
        if (key.End <= _clock.GetUtcNow())
        {
            return new(KeyOutcome.Refused, null, null, "locator ended");
        }

        var reason = "no option for this kind of key";
        ContentKeyPolicyRestrictionTokenType? tokenType = null;
        foreach (var option in key.Options)
        {
            if (!configuration.IsInstanceOfType(option.Configuration))
            {
                verdicts?.Add(new(option, "delivers another kind of key"));
                continue;
            }

            var refusal = option.Restriction switch
            {
                ContentKeyPolicyOpenRestriction => null,
                ContentKeyPolicyTokenRestriction restriction => await _tokens.CheckAsync(restriction, token, key.KeyId, takesUse, cancellationToken),
                _ => "unknown restriction",
            };
            tokenType = (option.Restriction as ContentKeyPolicyTokenRestriction)?.RestrictionTokenType;
            verdicts?.Add(new(option, refusal));
            if (refusal is null)
            {
                return new(KeyOutcome.Granted, key, option, "granted") { TokenType = tokenType };
            }

            reason = refusal;
        }

        return new(KeyOutcome.Refused, null, null, reason) { TokenType = tokenType };
    }
}
