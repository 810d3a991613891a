namespace MediaPlatform.Data.Jobs;

/// <summary>Whether the same job may succeed later.</summary>
public enum JobRetry
{
    /// <summary>It will fail again.</summary>
    DoNotRetry,

    /// <summary>It may succeed.</summary>
    MayRetry,
}
