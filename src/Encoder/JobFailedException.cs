using MediaPlatform.Data.Jobs;

namespace MediaPlatform.Encoder;

/// <summary>A job output cannot be made; the error says why in the words of the contract.</summary>
internal sealed class JobFailedException(JobError error) : Exception(error.Message)
{
    public JobError Error { get; } = error;
}
