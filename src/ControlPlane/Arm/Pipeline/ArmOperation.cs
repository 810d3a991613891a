using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Arm.Pipeline;

/// <summary>What the pipeline must know about an operation before it runs. Attached to each endpoint.</summary>
/// <param name="Name">The operation id of the contract, such as <c>Assets_CreateOrUpdate</c>.</param>
/// <param name="Versions">The api-versions it answers.</param>
internal sealed record ArmOperation(string Name, ApiVersions Versions);

internal static class ArmOperationExtensions
{
    /// <summary>Makes an endpoint an operation of the contract: bearer token, role and api-version are checked before it runs.</summary>
    public static TBuilder Operation<TBuilder>(this TBuilder endpoint, string name, ApiVersions versions)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ArmOperation(name, versions)).WithName(name);
}
