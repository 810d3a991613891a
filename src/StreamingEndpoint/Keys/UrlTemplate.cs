namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>Addresses of key servers in streaming policies: known names in braces are replaced, all else stays.</summary>
internal static class UrlTemplate
{
    public static string Fill(string template, Guid keyId, string? alternativeMediaId)
    {
        var media = Uri.EscapeDataString(alternativeMediaId ?? "");
        return template
            .Replace("{ContentKeyId}", keyId.ToString(), StringComparison.OrdinalIgnoreCase)
            .Replace("{AlternativeMediaId}", media, StringComparison.OrdinalIgnoreCase)
            .Replace("{AssetAlternativeId}", media, StringComparison.OrdinalIgnoreCase);
    }
}
