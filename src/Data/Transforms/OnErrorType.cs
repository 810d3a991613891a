namespace MediaPlatform.Data.Transforms;

/// <summary>What an error in one output does to the rest of the job.</summary>
public enum OnErrorType
{
    /// <summary>The job fails and its unfinished outputs are cancelled.</summary>
    StopProcessingJob,

    /// <summary>The other outputs go on; the job ignores the failure.</summary>
    ContinueJob,
}
