using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>One content key that a streaming policy asks its locators to have.</summary>
/// <param name="Type">EnvelopeEncryption, CommonEncryptionCenc or CommonEncryptionCbcs.</param>
/// <param name="PolicyName">Content key policy of this key alone; null leaves it to the defaults.</param>
internal sealed record KeySlot(string Type, string? Label, string? PolicyName, IReadOnlyList<TrackSelection> Tracks)
{
    /// <summary>The member of the policy that the slot stands in.</summary>
    public string SchemeMember => char.ToLowerInvariant(Type[0]) + Type[1..];

    public static IEnumerable<KeySlot> Of(StreamingPolicy policy) =>
    [
        .. policy.EnvelopeEncryption is { } envelope ? Of(nameof(policy.EnvelopeEncryption), envelope.ContentKeys) : [],
        .. policy.CommonEncryptionCenc is { } cenc ? Of(nameof(policy.CommonEncryptionCenc), cenc.ContentKeys) : [],
        .. policy.CommonEncryptionCbcs is { } cbcs ? Of(nameof(policy.CommonEncryptionCbcs), cbcs.ContentKeys) : [],
    ];

    // A scheme encrypts what no mapping names, so it has a default key even when the policy does not spell it out.
    private static IEnumerable<KeySlot> Of(string type, StreamingPolicyContentKeys? keys)
    {
        yield return new(type, keys?.DefaultKey?.Label, keys?.DefaultKey?.PolicyName, []);
        foreach (var mapping in keys?.KeyToTrackMappings ?? [])
        {
            yield return new(type, mapping.Label, mapping.PolicyName, mapping.Tracks ?? []);
        }
    }
}
