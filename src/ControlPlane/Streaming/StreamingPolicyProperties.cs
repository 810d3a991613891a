using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>Properties of a streaming policy in a reply; its parts are stored in the form of the contract.</summary>
internal sealed record StreamingPolicyProperties(
    DateTimeOffset Created,
    string? DefaultContentKeyPolicyName,
    EnvelopeEncryption? EnvelopeEncryption,
    CommonEncryptionCenc? CommonEncryptionCenc,
    CommonEncryptionCbcs? CommonEncryptionCbcs,
    NoEncryption? NoEncryption)
{
    public static Resource<StreamingPolicyProperties> ToResource(StreamingPolicy policy, AccountScope account) => new(
        policy.Name,
        account.ChildId($"streamingPolicies/{policy.Name}"),
        ArmIds.AccountType + "/streamingPolicies",
        new(
            policy.Created,
            policy.DefaultContentKeyPolicyName,
            policy.EnvelopeEncryption,
            policy.CommonEncryptionCenc,
            policy.CommonEncryptionCbcs,
            policy.NoEncryption),
        SystemDataReply.Of(policy, account));
}
