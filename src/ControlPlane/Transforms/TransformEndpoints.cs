using MediaPlatform.ControlPlane.Undo;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Transforms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Transforms;

/// <summary>Transforms: recipes that jobs run.</summary>
internal static class TransformEndpoints
{
    public static void MapTransforms(this IEndpointRouteBuilder account)
    {
        var transforms = account.MapGroup("transforms").WithTags("Transforms");
        transforms.MapGet("", List).Operation("Transforms_List", ApiVersions.Encoding);
        transforms.MapGet("{transformName}", Get).Operation("Transforms_Get", ApiVersions.Encoding);
        transforms.MapPut("{transformName}", CreateOrUpdate).Operation("Transforms_CreateOrUpdate", ApiVersions.Encoding);
        transforms.MapPatch("{transformName}", Update).Operation("Transforms_Update", ApiVersions.Encoding);
        transforms.MapDelete("{transformName}", Delete).Operation("Transforms_Delete", ApiVersions.Encoding);
    }

    private static async Task<IResult> List(AccountScope account, ListRequest list, TransformStore store, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery(account.Id, TransformModel.Instance), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, transform => TransformProperties.ToResource(transform, account)));
    }

    private static async Task<IResult> Get(AccountScope account, string transformName, TransformStore store, CancellationToken cancellationToken) =>
        ArmReply.Ok(TransformProperties.ToResource(await store.FindAsync(account.Id, transformName, cancellationToken) ?? throw ArmErrors.NotFound(), account));

    private static async Task<IResult> CreateOrUpdate(
        AccountScope account, string transformName, JsonBody body, TransformStore store, IOptions<ControlPlaneOptions> options, CancellationToken cancellationToken)
    {
        ResourceNames.Check(transformName);
        var (transform, isNew) = await Upsert.RunAsync(
            token => store.FindAsync(account.Id, transformName, token),
            existing => Task.FromResult(Build(
                body.Json, existing ?? new() { Id = Guid.NewGuid(), AccountId = account.Id, Name = transformName }, account, options.Value)),
            store.SaveAsync,
            cancellationToken);
        return ArmReply.CreatedOrOk(isNew, TransformProperties.ToResource(transform, account));
    }

    private static async Task<IResult> Update(
        AccountScope account, string transformName, JsonBody body, TransformStore store, IOptions<ControlPlaneOptions> options, CancellationToken cancellationToken)
    {
        var (transform, _) = await Upsert.ExistingAsync(
            token => store.FindAsync(account.Id, transformName, token),
            existing => Task.FromResult(Build(
                MergePatch.Apply(TransformProperties.ToResource(existing, account), body.Json), existing, account, options.Value)),
            store.SaveAsync,
            cancellationToken);
        return ArmReply.Ok(TransformProperties.ToResource(transform, account));
    }

    private static async Task<IResult> Delete(AccountScope account, string transformName, TransformStore store, UndoPolicy undo, CancellationToken cancellationToken) =>
        ArmReply.Deleted(await store.DeleteAsync(account.Id, transformName, undo.DeletionBy(account), cancellationToken));

    private static Transform Build(JsonObject json, Transform transform, AccountScope account, ControlPlaneOptions options)
    {
        TransformBody.Apply(json, transform, account, options.Limits.OutputsPerTransform);
        account.Stamp(transform);
        return transform;
    }
}
