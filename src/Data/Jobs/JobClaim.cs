namespace MediaPlatform.Data.Jobs;

/// <param name="Held">False when another worker took the job or it was deleted: stop working on it.</param>
/// <param name="CancelRequested">True when the job is to be cancelled.</param>
public readonly record struct JobClaim(bool Held, bool CancelRequested);
