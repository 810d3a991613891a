using System.Collections.Concurrent;

namespace MediaPlatform.Encoder.Worker;

/// <summary>The jobs that this process works on. A claim does not hold off the worker that has it, so that a second run here must be.</summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, bool> _jobs = new();

    public int Count => _jobs.Count;

    public bool Contains(Guid jobId) => _jobs.ContainsKey(jobId);

    public bool TryBegin(Guid jobId) => _jobs.TryAdd(jobId, true);

    public void End(Guid jobId) => _jobs.TryRemove(jobId, out _);
}
