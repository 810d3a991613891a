using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Arm.Ids;

/// <summary>Absolute addresses as the client sees this service: scheme and host of its request (or of a trusted proxy, put there by the service defaults).</summary>
internal static class PublicUrl
{
    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host.ToUriComponent()}";

    /// <param name="path">Escaped path that starts with a slash.</param>
    public static string Of(HttpRequest request, string path) => Origin(request) + path;
}
