using System.Security.Cryptography;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.KeyServer;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>Makes the content keys of a new locator: one per label of its streaming policy, the caller's where given.</summary>
internal sealed class LocatorKeys(ISecretProtector secrets, KeyServerClient keyServer)
{
    private const int KeyBytes = 16;

    /// <summary>Keys with their initialization vectors, so that every origin encrypts to the same bytes.</summary>
    public List<LocatorContentKey> Make(Guid locatorId, StreamingPolicy policy, StreamingLocatorBody body, Mistakes mistakes)
    {
        var given = body.ContentKeys.ToList();
        if (given.Select(key => key.Id).Distinct().Count() != given.Count)
        {
            mistakes.Add("properties.contentKeys", "The content key ids of a locator must differ.");
        }

        var keys = new List<LocatorContentKey>();
        foreach (var slot in KeySlot.Of(policy))
        {
            var own = given.Find(key => string.Equals(key.Label, slot.Label, StringComparison.OrdinalIgnoreCase));
            if (own is not null)
            {
                given.Remove(own);
            }

            var policyName = slot.PolicyName ?? body.DefaultContentKeyPolicyName ?? policy.DefaultContentKeyPolicyName;
            if (policyName is null)
            {
                mistakes.Add("properties.defaultContentKeyPolicyName", $"The streaming policy '{policy.Name}' encrypts, so the locator or the streaming policy must name a content key policy.");
            }

            keys.Add(New(locatorId, slot, own, policyName));
        }

        foreach (var left in given)
        {
            mistakes.Add("properties.contentKeys", $"The label '{left.Label}' of a content key is not known to the streaming policy '{policy.Name}'.");
        }

        return keys;
    }

    /// <summary>Whether a locator has a key as a caller describes it; what the description leaves out may be anything.</summary>
    public bool Has(StreamingLocator locator, StreamingLocatorBody.ContentKeyBody sent) => locator.ContentKeys.Any(stored =>
        stored.Id == sent.Id
        && (sent.Label is null || sent.Label.Equals(stored.Label, StringComparison.OrdinalIgnoreCase))
        && (sent.Value is null || CryptographicOperations.FixedTimeEquals(sent.Value, secrets.Unprotect(stored.ProtectedValue))));

    /// <summary>Replaces what we made up by the keys of the operator's key server, where the caller or the settings want them from there.</summary>
    public async Task FetchAsync(IReadOnlyList<LocatorContentKey> keys, StreamingPolicy policy, StreamingLocatorBody body, CancellationToken cancellationToken)
    {
        var given = body.ContentKeys.Where(key => key.Value is not null).Select(key => key.Id).ToHashSet();
        var wanted = keys.Where(key => key.Type != nameof(policy.EnvelopeEncryption) && !given.Contains(key.Id)).ToList();
        if (!(body.UsesKeyServer ?? keyServer.IsForAll) || wanted.Count == 0)
        {
            return;
        }

        var fetched = await keyServer.FetchAsync(KeyServerRequest.Of(body.AlternativeMediaId ?? body.AssetName, policy, wanted), cancellationToken);
        foreach (var key in wanted)
        {
            var (value, iv, signals) = fetched[key.Id];
            key.ProtectedValue = secrets.Protect(value);
            key.ProtectedIv = iv is null ? key.ProtectedIv : secrets.Protect(iv);
            key.Signals = signals;
        }
    }

    private LocatorContentKey New(Guid locatorId, KeySlot slot, StreamingLocatorBody.ContentKeyBody? own, string? policyName) => new()
    {
        LocatorId = locatorId,
        Id = own?.Id ?? Guid.NewGuid(),
        Type = slot.Type,
        Label = slot.Label,
        PolicyName = policyName,
        Tracks = slot.Tracks,
        ProtectedValue = secrets.Protect(own?.Value ?? RandomNumberGenerator.GetBytes(KeyBytes)),
        ProtectedIv = secrets.Protect(RandomNumberGenerator.GetBytes(KeyBytes)),
    };
}
