using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Operations;
using MediaPlatform.Data.StreamingEndpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.StreamingEndpoints;

/// <summary>Start, stop and scale of a streaming endpoint, and the SKUs it may have.</summary>
internal static class StreamingEndpointActionEndpoints
{
    public static void MapStreamingEndpointActions(this IEndpointRouteBuilder account)
    {
        var endpoint = account.MapGroup("streamingEndpoints/{streamingEndpointName}").WithTags("StreamingEndpoints");
        endpoint.MapPost("start", Start).Operation("StreamingEndpoints_Start", ApiVersions.Streaming);
        endpoint.MapPost("stop", Stop).Operation("StreamingEndpoints_Stop", ApiVersions.Streaming);
        endpoint.MapPost("scale", Scale).Operation("StreamingEndpoints_Scale", ApiVersions.Streaming);
        endpoint.MapGet("skus", Skus).Operation("StreamingEndpoints_Skus", ApiVersions.Streaming);
    }

    private static async Task<IResult> Start(
        AccountScope account, string streamingEndpointName, StreamingEndpointWriter writer, CancellationToken cancellationToken) =>
        Reply(account, streamingEndpointName, await writer.MoveAsync(
            account, streamingEndpointName, "Start", StreamingEndpointState.Starting, StreamingEndpointState.Running, cancellationToken));

    private static async Task<IResult> Stop(
        AccountScope account, string streamingEndpointName, StreamingEndpointWriter writer, CancellationToken cancellationToken) =>
        Reply(account, streamingEndpointName, await writer.MoveAsync(
            account, streamingEndpointName, "Stop", StreamingEndpointState.Stopping, StreamingEndpointState.Stopped, cancellationToken));

    private static async Task<IResult> Scale(
        AccountScope account,
        string streamingEndpointName,
        JsonBody body,
        StreamingEndpointWriter writer,
        IOptions<ControlPlaneOptions> options,
        CancellationToken cancellationToken)
    {
        var mistakes = new Mistakes();
        var reader = new BodyReader(body.Json, mistakes);
        var most = options.Value.Limits.ScaleUnits;
        var units = reader.Int32("scaleUnit");
        if (!mistakes.Any && units is not >= 0 || units > most)
        {
            reader.Wrong("scaleUnit", $"The value of 'scaleUnit' must lie between 0 and {most}.");
        }

        mistakes.ThrowIfAny();
        await writer.ScaleAsync(account, streamingEndpointName, units!.Value, cancellationToken);
        return ArmReply.Empty();
    }

    private static async Task<IResult> Skus(
        AccountScope account, string streamingEndpointName, StreamingEndpointStore store, IOptions<ControlPlaneOptions> options, CancellationToken cancellationToken)
    {
        _ = await store.FindAsync(account.Id, streamingEndpointName, cancellationToken) ?? throw StreamingEndpointEndpoints.NotFound(account, streamingEndpointName);
        var premium = new Sku(
            ArmIds.AccountType + "/streamingEndpoints", new SkuCapacity("Automatic", 1, 1, options.Value.Limits.ScaleUnits), new SkuName("Premium"));
        return ArmReply.Ok(new Dictionary<string, object> { ["value"] = new[] { premium } });
    }

    private static IResult Reply(AccountScope account, string name, AsyncOperation? operation)
    {
        if (operation is null)
        {
            return ArmReply.Empty();
        }

        StreamingEndpointEndpoints.Announce(account, name, operation.Id);
        return ArmReply.Empty(StatusCodes.Status202Accepted);
    }

    internal sealed record Sku(string ResourceType, SkuCapacity Capacity, [property: System.Text.Json.Serialization.JsonPropertyName("sku")] SkuName Name);

    internal sealed record SkuCapacity(string ScaleType, int Default, int Minimum, int Maximum);

    internal sealed record SkuName(string Name);
}
