using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Undo;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.ContentKeys;

/// <summary>Content key policies: who gets keys and licences. Secrets leave through one action alone.</summary>
internal static class ContentKeyPolicyEndpoints
{
    public static void MapContentKeyPolicies(this IEndpointRouteBuilder account)
    {
        var policies = account.MapGroup("contentKeyPolicies").WithTags("ContentKeyPolicies");
        policies.MapGet("", List).Operation("ContentKeyPolicies_List", ApiVersions.Metadata);
        policies.MapGet("{contentKeyPolicyName}", Get).Operation("ContentKeyPolicies_Get", ApiVersions.Metadata);
        policies.MapPut("{contentKeyPolicyName}", CreateOrUpdate).Operation("ContentKeyPolicies_CreateOrUpdate", ApiVersions.Metadata);
        policies.MapPatch("{contentKeyPolicyName}", Update).Operation("ContentKeyPolicies_Update", ApiVersions.Metadata);
        policies.MapDelete("{contentKeyPolicyName}", Delete).Operation("ContentKeyPolicies_Delete", ApiVersions.Metadata);
        policies.MapPost("{contentKeyPolicyName}/getPolicyPropertiesWithSecrets", GetWithSecrets)
            .Operation("ContentKeyPolicies_GetPolicyPropertiesWithSecrets", ApiVersions.Metadata);
    }

    private static async Task<IResult> List(
        AccountScope account, ListRequest list, ContentKeyPolicyStore store, ISecretProtector secrets, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery(account.Id, ContentKeyPolicyModel.Instance), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, policy => ContentKeyPolicyProperties.ToResource(policy, account, secrets)));
    }

    private static async Task<IResult> Get(
        AccountScope account, string contentKeyPolicyName, ContentKeyPolicyStore store, ISecretProtector secrets, CancellationToken cancellationToken) =>
        ArmReply.Ok(ContentKeyPolicyProperties.ToResource(await FindAsync(account, contentKeyPolicyName, store, cancellationToken), account, secrets));

    // 200 even for a new one: that is what every recording shows.
    private static async Task<IResult> CreateOrUpdate(
        AccountScope account, string contentKeyPolicyName, JsonBody body, ContentKeyPolicyStore store, ContentKeyPolicyBody bodies, ISecretProtector secrets, CancellationToken cancellationToken)
    {
        ResourceNames.Check(contentKeyPolicyName);
        var (policy, _) = await Upsert.RunAsync(
            token => store.FindAsync(account.Id, contentKeyPolicyName, token),
            existing =>
            {
                var row = existing ?? new() { Id = Guid.NewGuid(), AccountId = account.Id, Name = contentKeyPolicyName };
                bodies.Apply(body.Json, row, account, keepSecrets: false);
                account.Stamp(row);
                return Task.FromResult(row);
            },
            store.SaveAsync,
            cancellationToken);
        return ArmReply.Ok(ContentKeyPolicyProperties.ToResource(policy, account, secrets));
    }

    private static async Task<IResult> Update(
        AccountScope account, string contentKeyPolicyName, JsonBody body, ContentKeyPolicyStore store, ContentKeyPolicyBody bodies, ISecretProtector secrets, CancellationToken cancellationToken)
    {
        var (policy, _) = await Upsert.ExistingAsync(
            token => store.FindAsync(account.Id, contentKeyPolicyName, token),
            existing =>
            {
                bodies.Apply(MergePatch.Apply(ContentKeyPolicyProperties.ToResource(existing, account, secrets), body.Json), existing, account, keepSecrets: true);
                account.Stamp(existing);
                return Task.FromResult(existing);
            },
            store.SaveAsync,
            cancellationToken);
        return ArmReply.Ok(ContentKeyPolicyProperties.ToResource(policy, account, secrets));
    }

    private static async Task<IResult> Delete(
        AccountScope account, string contentKeyPolicyName, ContentKeyPolicyStore store, UndoPolicy undo, CancellationToken cancellationToken) =>
        ArmReply.Deleted(await store.DeleteAsync(account.Id, contentKeyPolicyName, undo.DeletionBy(account), cancellationToken));

    private static async Task<IResult> GetWithSecrets(
        AccountScope account, string contentKeyPolicyName, ContentKeyPolicyStore store, ISecretProtector secrets, CancellationToken cancellationToken) =>
        ArmReply.Ok(ContentKeyPolicyProperties.Of(await FindAsync(account, contentKeyPolicyName, store, cancellationToken), secrets, withSecrets: true));

    private static async Task<ContentKeyPolicy> FindAsync(AccountScope account, string name, ContentKeyPolicyStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(account.Id, name, cancellationToken) ?? throw ArmErrors.NotFound();
}
