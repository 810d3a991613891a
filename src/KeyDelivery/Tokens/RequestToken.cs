using Microsoft.AspNetCore.Http;

namespace MediaPlatform.KeyDelivery.Tokens;

/// <summary>Finds the token of a request.</summary>
internal static class RequestToken
{
    /// <summary>A longer text is not read: no issuer makes such tokens.</summary>
    public const int MaxLength = 16 << 10;

    /// <summary>From the <c>Authorization</c> header, also in the form <c>Bearer=</c> of old players, else from <c>token=</c>.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || header.StartsWith("Bearer=", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : request.Query["token"].FirstOrDefault();
        return token is { Length: > 0 and <= MaxLength } ? token : null;
    }
}
