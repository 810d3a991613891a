using System.Net;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.KeyDelivery.Tokens;

namespace MediaPlatform.KeyDelivery.Policies;

/// <summary>Goes through the options of a key's policy in order; the first that suits the kind of key and lets the caller pass counts.</summary>
internal sealed class KeyAuthorizer(KeyDirectory directory, TokenChecker tokens, TimeProvider clock)
{
    /// <typeparam name="TConfiguration">The kind of key or licence that is asked for.</typeparam>
    public async ValueTask<KeyDecision> DecideAsync<TConfiguration>(
        Guid keyId, string? token, IPAddress? address, CancellationToken cancellationToken)
        where TConfiguration : ContentKeyPolicyConfiguration
    {
        var refused = new KeyDecision(KeyOutcome.Refused, null, null, "unknown key");
        foreach (var key in await directory.FindAsync(keyId, cancellationToken))
        {
            var decision = await DecideAsync<TConfiguration>(key, keyId, token, cancellationToken) with { PolicyName = key.PolicyName };
            if (decision.Outcome != KeyOutcome.Granted)
            {
                refused = decision;
                continue;
            }

            // After the token, so that addresses outside learn nothing about which keys there are.
            return key.Access.Allows(address) ? decision : decision with { Outcome = KeyOutcome.Forbidden, Key = null, Reason = "address" };
        }

        return refused;
    }

    private async ValueTask<KeyDecision> DecideAsync<TConfiguration>(
        StoredKey key, Guid keyId, string? token, CancellationToken cancellationToken)
        where TConfiguration : ContentKeyPolicyConfiguration
    {
        if (key.End <= clock.GetUtcNow())
        {
            return new(KeyOutcome.Refused, null, null, "locator ended");
        }

        var reason = "no option for this kind of key";
        foreach (var option in key.Options.Where(option => option.Configuration is TConfiguration))
        {
            var refusal = option.Restriction switch
            {
                ContentKeyPolicyOpenRestriction => null,
                ContentKeyPolicyTokenRestriction restriction => await tokens.CheckAsync(restriction, token, keyId, cancellationToken),
                _ => "unknown restriction",
            };
            if (refusal is null)
            {
                return new(KeyOutcome.Granted, key, option, "granted");
            }

            reason = refusal;
        }

        return new(KeyOutcome.Refused, null, null, reason);
    }
}
