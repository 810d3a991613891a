namespace MediaPlatform.Data.Blobs;

/// <summary>Content types of files that came without one.</summary>
internal static class ContentTypes
{
    public const string Unknown = "application/octet-stream";

    public static string Of(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".mp4" or ".m4v" or ".ismv" => "video/mp4",
        ".m4a" or ".isma" => "audio/mp4",
        ".mpi" or ".ism" or ".ismc" => "application/octet-stream",
        ".json" => "application/json",
        ".xml" or ".ttml" => "application/xml",
        ".vtt" => "text/vtt",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".ts" => "video/mp2t",
        ".mov" => "video/quicktime",
        ".txt" => "text/plain",
        _ => Unknown,
    };
}
