using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>The provider's operations, as role definitions name them; made from the endpoints that are mapped.</summary>
internal static class OperationCatalogEndpoints
{
    public static void MapOperationCatalog(this IEndpointRouteBuilder app) =>
        app.MapGet("/providers/Microsoft.Media/operations", List).WithTags("Operations").Operation("Operations_List", ApiVersions.Account);

    private static IResult List(IEnumerable<EndpointDataSource> sources) => ArmReply.Ok(new OperationCollection(
    [
        .. sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(Entry).OfType<OperationEntry>()
            .DistinctBy(entry => entry.Name).OrderBy(entry => entry.Name, StringComparer.Ordinal),
    ]));

    private static OperationEntry? Entry(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<ArmOperation>() is not { } operation || !ContractOperations.All.TryGetValue(operation.Name, out var text))
        {
            return null;
        }

        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var action = Roles.ActionOf(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0], path);
        var resource = endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.FirstOrDefault() ?? "";
        return new(action, new("Microsoft Media Services", resource, text.Summary.TrimEnd('.'), text.Summary));
    }
}
