using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>Addresses of the built-in authority; always https, since the sign-in libraries refuse anything else.</summary>
internal static class Authority
{
    public static string Host(HttpRequest request) => $"https://{request.Host.ToUriComponent()}";

    public static string Of(HttpRequest request, string tenant) => tenant == "adfs" ? $"{Host(request)}/adfs" : $"{Host(request)}/{tenant}/v2.0";
}
