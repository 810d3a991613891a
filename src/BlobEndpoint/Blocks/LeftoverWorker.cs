using MediaPlatform.Data.Blobs.Disk;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.BlobEndpoint.Blocks;

/// <summary>Frees once an hour what abandoned uploads and crashes left on the disk.</summary>
internal sealed partial class LeftoverWorker(
    DiskBlobStore store, IOptions<BlobEndpointOptions> options, TimeProvider clock, ILogger<LeftoverWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await Task.Run(Remove, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Remove()
    {
        try
        {
            var removed = store.RemoveLeftovers(options.Value.BlockLifetime);
            if (removed > 0) Log.Removed(logger, removed);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.Failed(logger, error); // tried again in an hour
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed {Count} leftovers of uploads")]
        public static partial void Removed(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Leftovers of uploads could not be removed")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
