namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>One run of a tool: what to start and within which limits.</summary>
internal sealed record ToolRun
{
    public required string Tool { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>Address space in bytes; 0 for no limit.</summary>
    public long MemoryLimit { get; init; }

    /// <summary>The tool is stopped when it writes nothing to standard output for this long.</summary>
    public TimeSpan SilenceLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Bytes of standard output that are kept at most; more stops the tool.</summary>
    public int OutputLimit { get; init; } = 8 << 20;
}
