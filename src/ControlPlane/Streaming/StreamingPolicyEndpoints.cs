using MediaPlatform.ControlPlane.Undo;
using System.Text.Json;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>Streaming policies: which protocols and encryptions a locator offers. Created and deleted, never changed.</summary>
internal static class StreamingPolicyEndpoints
{
    private static readonly string[] s_predefined =
    [
        "Predefined_DownloadOnly", "Predefined_ClearStreamingOnly", "Predefined_DownloadAndClearStreaming", "Predefined_ClearKey",
        "Predefined_MultiDrmCencStreaming", "Predefined_MultiDrmStreaming",
    ];

    public static void MapStreamingPolicies(this IEndpointRouteBuilder account)
    {
        var policies = account.MapGroup("streamingPolicies").WithTags("StreamingPolicies");
        policies.MapGet("", List).Operation("StreamingPolicies_List", ApiVersions.Metadata);
        policies.MapGet("{streamingPolicyName}", Get).Operation("StreamingPolicies_Get", ApiVersions.Metadata);
        policies.MapPut("{streamingPolicyName}", Create).Operation("StreamingPolicies_Create", ApiVersions.Metadata);
        policies.MapDelete("{streamingPolicyName}", Delete).Operation("StreamingPolicies_Delete", ApiVersions.Metadata);
    }

    private static async Task<IResult> List(AccountScope account, ListRequest list, StreamingPolicyStore store, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery(account.Id, StreamingModels.Policy), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, policy => StreamingPolicyProperties.ToResource(policy, account)));
    }

    private static async Task<IResult> Get(AccountScope account, string streamingPolicyName, StreamingPolicyStore store, CancellationToken cancellationToken) =>
        ArmReply.Ok(StreamingPolicyProperties.ToResource(
            await store.FindAsync(account.Id, streamingPolicyName, cancellationToken) ?? throw ArmErrors.NotFound(), account));

    private static async Task<IResult> Create(
        AccountScope account, string streamingPolicyName, JsonBody body, StreamingPolicyStore store, IOptions<ControlPlaneOptions> options, CancellationToken cancellationToken)
    {
        ResourceNames.Check(streamingPolicyName);
        var mistakes = new Mistakes();
        var policy = new StreamingPolicy { Id = Guid.NewGuid(), AccountId = account.Id, Name = streamingPolicyName };
        StreamingPolicyBody.Apply(body.Json, policy, mistakes);
        mistakes.ThrowIfAny();
        if (await store.FindAsync(account.Id, streamingPolicyName, cancellationToken) is { } existing)
        {
            return Reply(Same(existing, policy), account);
        }

        // The predefined policies do not count.
        var most = options.Value.Limits.StreamingPolicies;
        if (await store.CountAsync(account.Id, cancellationToken) >= most + s_predefined.Length)
        {
            throw ArmErrors.Limit("streaming policies", most);
        }

        account.Stamp(policy);
        return await store.SaveAsync(policy, cancellationToken) switch
        {
            SaveOutcome.Created => Reply(policy, account),
            SaveOutcome.ParentMissing => throw ArmErrors.NotFound(),
            _ => Reply(Same(await store.FindAsync(account.Id, streamingPolicyName, cancellationToken) ?? throw ArmErrors.ChangedMeanwhile(), policy), account),
        };
    }

    private static async Task<IResult> Delete(
        AccountScope account, string streamingPolicyName, StreamingPolicyStore store, UndoPolicy undo, CancellationToken cancellationToken) =>
        s_predefined.Contains(streamingPolicyName, StringComparer.OrdinalIgnoreCase)
            ? throw ArmErrors.BadRequest("The predefined streaming policies cannot be deleted.", streamingPolicyName)
            : ArmReply.Deleted(await store.DeleteAsync(account.Id, streamingPolicyName, undo.DeletionBy(account), cancellationToken));

    // The documents allow only 201 for a PUT: the same body again is the same policy, another body is refused.
    private static StreamingPolicy Same(StreamingPolicy existing, StreamingPolicy sent) => Signature(existing) == Signature(sent)
        ? existing
        : throw ArmErrors.Conflict($"A streaming policy named '{existing.Name}' with other properties already exists; streaming policies cannot be changed.");

    private static string Signature(StreamingPolicy policy) => JsonSerializer.Serialize(
        new { policy.DefaultContentKeyPolicyName, policy.NoEncryption, policy.EnvelopeEncryption, policy.CommonEncryptionCenc, policy.CommonEncryptionCbcs },
        ContractJson.Options);

    private static ArmReply Reply(StreamingPolicy policy, AccountScope account) => ArmReply.Created(StreamingPolicyProperties.ToResource(policy, account));
}
