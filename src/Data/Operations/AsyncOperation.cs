namespace MediaPlatform.Data.Operations;

/// <summary>A long-running operation that clients poll.</summary>
public sealed class AsyncOperation
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>What runs, such as StreamingEndpoints_Start.</summary>
    public string Kind { get; set; } = "";

    public string ResourceName { get; set; } = "";

    public AsyncOperationStatus Status { get; set; } = AsyncOperationStatus.InProgress;

    public string? ErrorJson { get; set; }

    public DateTimeOffset StartTime { get; set; }

    public DateTimeOffset? EndTime { get; set; }

    /// <summary>When the record may be removed.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}
