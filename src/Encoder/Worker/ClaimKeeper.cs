using MediaPlatform.Data.Jobs;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.Encoder.Worker;

/// <summary>
/// Keeps the claim on one job while it is worked on: renews it every second, writes progress with it, and stops the work when the job is
/// cancelled, lost or the worker ends.
/// </summary>
internal sealed partial class ClaimKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly JobClaimStore _claims;
    private readonly JobLease _lease;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _work = new();
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenRegistration _shutdown;
    private readonly Task _beats;
    private readonly ProgressPace _pace;
    private int _reason;
    private int _output = -1;
    private int _progress;

    public ClaimKeeper(JobClaimStore claims, JobLease lease, TimeSpan lifetime, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        (_claims, _lease, _lifetime, _time, _logger) = (claims, lease, lifetime, time, logger);
        _pace = new ProgressPace(time);
        _shutdown = stopping.Register(() => Stop(StopReason.Shutdown));
        _beats = Task.Run(BeatAsync, CancellationToken.None);
    }

    /// <summary>Cancelled when the work must stop.</summary>
    public CancellationToken Token => _work.Token;

    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>The output that progress is reported for from now on.</summary>
    public void Begin(int output)
    {
        Volatile.Write(ref _progress, 0);
        Volatile.Write(ref _output, output);
    }

    /// <param name="part">0 to 1. 100 percent are not shown before the output is published.</param>
    public void Report(double part) => Volatile.Write(ref _progress, Math.Clamp((int)(part * 99), 0, 99));

    /// <summary>Asks at once whether the job is still this worker's.</summary>
    public async Task<bool> HoldsAsync(CancellationToken cancellationToken)
    {
        var claim = await _claims.RenewAsync(_lease, _lifetime, cancellationToken);
        if (!claim.Held) Stop(StopReason.Lost);
        else if (claim.CancelRequested) Stop(StopReason.Cancel);
        return Reason == StopReason.None;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beats;
        await _shutdown.DisposeAsync();
        _work.Dispose();
        _end.Dispose();
    }

    private void Stop(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) == (int)StopReason.None) _work.Cancel();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Beat, _time);
        var good = _time.GetTimestamp();
        while (await NextAsync(timer))
        {
            try
            {
                await HoldsAsync(_end.Token);
                good = _time.GetTimestamp();
                await WriteProgressAsync();
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database may come back before the claim lapses; after that another worker has the job.
                Log.BeatFailed(_logger, _lease.JobId, failure.Message);
                if (_time.GetElapsedTime(good) > _lifetime) Stop(StopReason.Lost);
            }
        }
    }

    private async Task WriteProgressAsync()
    {
        var (output, progress) = (Volatile.Read(ref _output), Volatile.Read(ref _progress));
        if (output < 0) return;
        if (!_pace.IsDue(output, progress))
        {
            await _claims.SetProgressAsync(_lease.JobId, output, progress, _end.Token);
            return;
        }

        await _claims.AnnounceProgressAsync(_lease, output, progress, _end.Token);
        _pace.Announced(output, progress);
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "The claim on job {JobId} could not be renewed: {Reason}")]
        public static partial void BeatFailed(ILogger logger, Guid jobId, string reason);
    }
}
