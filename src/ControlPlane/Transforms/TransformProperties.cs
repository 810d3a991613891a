using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Documentation;
using MediaPlatform.Data.Transforms;

namespace MediaPlatform.ControlPlane.Transforms;

/// <summary>Properties of a transform in a reply.</summary>
internal sealed record TransformProperties(DateTimeOffset Created, string? Description, DateTimeOffset LastModified, [property: DocumentedAs(typeof(List<TransformOutput>))] JsonNode Outputs)
{
    public static Resource<TransformProperties> ToResource(Transform transform, AccountScope account) => new(
        transform.Name,
        account.ChildId($"transforms/{transform.Name}"),
        ArmIds.AccountType + "/transforms",
        new(transform.Created, transform.Description, transform.LastModified, LayerTypes.For(account, JsonNode.Parse(transform.OutputsJson)!)),
        SystemDataReply.Of(transform, account));
}
