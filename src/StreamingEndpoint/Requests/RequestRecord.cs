using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>What is noted of a request while it is answered, for the log and the metrics.</summary>
internal sealed class RequestRecord
{
    public required string Path { get; init; }

    public RequestKind? Kind { get; set; }

    public StreamingFormat Format { get; set; }

    /// <summary>Whether the manifest or the track index was in memory.</summary>
    public bool IsWarm { get; set; }

    /// <summary>Error code of the reply, or null.</summary>
    public string? Error { get; set; }

    /// <summary>Bytes of body sent.</summary>
    public long Bytes { get; set; }
}
