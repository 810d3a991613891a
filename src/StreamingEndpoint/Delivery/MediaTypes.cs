namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>Content types of downloadable files, by extension.</summary>
internal static class MediaTypes
{
    public static string Of(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".mp4" or ".m4v" or ".cmfv" or ".ismv" => "video/mp4",
        ".m4a" or ".cmfa" or ".isma" => "audio/mp4",
        ".mov" => "video/quicktime",
        ".cmft" => "application/mp4",
        ".ts" => "video/mp2t",
        ".aac" => "audio/aac",
        ".mp3" => "audio/mpeg",
        ".vtt" => "text/vtt; charset=utf-8",
        ".ttml" or ".dfxp" => "application/ttml+xml",
        ".json" => "application/json",
        ".xml" => "text/xml; charset=utf-8",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".bmp" => "image/bmp",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
