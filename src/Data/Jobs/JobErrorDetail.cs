namespace MediaPlatform.Data.Jobs;

/// <summary>One cause of an error.</summary>
public sealed record JobErrorDetail
{
    /// <summary>Code of the cause.</summary>
    public string Code { get; init; } = "";

    /// <summary>The cause in words.</summary>
    public string Message { get; init; } = "";
}
