using System.Text.Json.Serialization;

namespace MediaPlatform.ControlPlane.Arm.Lists;

/// <summary>A page of a list: <c>value</c> is always there, the link only when there is more.</summary>
internal sealed record ListReply<T>(
    IReadOnlyList<T> Value,
    [property: JsonPropertyName("@odata.nextLink")] string? NextLink = null);
