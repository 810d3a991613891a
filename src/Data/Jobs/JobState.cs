namespace MediaPlatform.Data.Jobs;

/// <summary>State of a job or of one of its outputs. Final: Canceled, Error, Finished.</summary>
public enum JobState
{
    /// <summary>Ended by a cancel request.</summary>
    Canceled,

    /// <summary>A cancel request is being carried out.</summary>
    Canceling,

    /// <summary>Ended with an error.</summary>
    Error,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>A worker encodes it.</summary>
    Processing,

    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker has taken it.</summary>
    Scheduled,
}
