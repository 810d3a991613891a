namespace MediaPlatform.Data.Jobs;

/// <summary>A file by URL.</summary>
public sealed record JobInputHttp : JobInputClip
{
    /// <summary>URL that the file names are relative to; they are full URLs when absent. Query strings are never given back.</summary>
    public string? BaseUri { get; init; }
}
