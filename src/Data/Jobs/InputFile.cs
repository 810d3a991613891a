namespace MediaPlatform.Data.Jobs;

/// <summary>Tracks of one file.</summary>
public sealed record InputFile : InputDefinition
{
    /// <summary>Name of the file.</summary>
    public string? Filename { get; init; }
}
