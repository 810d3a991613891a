namespace MediaPlatform.Data.Jobs;

/// <summary>The jobs that have not ended, at one moment.</summary>
/// <param name="Waiting">That no live worker holds.</param>
/// <param name="OldestWaiting">When the oldest of them was created; null when none waits.</param>
/// <param name="Claimed">That a worker holds and gives signs of life to.</param>
public sealed record JobQueue(int Waiting, DateTimeOffset? OldestWaiting, int Claimed);
