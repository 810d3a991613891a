namespace MediaPlatform.Encoder.Worker;

/// <summary>Why work on a job ends before its end.</summary>
internal enum StopReason
{
    None,

    /// <summary>Its owner asked for it.</summary>
    Cancel,

    /// <summary>Another worker has the job now, or it was deleted.</summary>
    Lost,

    /// <summary>This worker is being stopped.</summary>
    Shutdown,
}
