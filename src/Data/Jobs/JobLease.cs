namespace MediaPlatform.Data.Jobs;

/// <summary>The right of one worker to work on a job, until it lapses. A later attempt makes an earlier lease worthless.</summary>
/// <param name="Attempt">The attempt that this lease is for.</param>
public readonly record struct JobLease(Guid JobId, string Worker, int Attempt);
