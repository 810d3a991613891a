using System.Collections.Concurrent;
using MediaPlatform.Data.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>
/// Looks for events that are due and delivers them, several subscriptions at a time but each with one request at a time: a webhook that is slow holds
/// off nobody but itself, and gets its events in order.
/// </summary>
internal sealed partial class EventDeliveryWorker(
    EventDeliveryStore deliveries, EventSubscriptionStore subscriptions, EventDeliverer deliverer, DeliveryServices services) : BackgroundService
{
    private static readonly TimeSpan s_cleanup = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Guid, Task> _busy = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(DispatchAsync(stoppingToken), CleanUpAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_busy.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DispatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!await TryStartAsync(cancellationToken)) await Task.Delay(services.Options.Value.PollInterval, services.Clock, cancellationToken);
        }
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_busy.Count >= services.Options.Value.ConcurrentDeliveries) return false;
            if (await deliveries.NextDueAsync([.. _busy.Keys], cancellationToken) is not { } id) return false;
            var gate = new TaskCompletionSource();
            _busy[id] = gate.Task;
            _ = Task.Run(() => RunAsync(id, gate, cancellationToken), CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.Unreadable(services.Logger, failure.Message);
            return false;
        }
    }

    private async Task RunAsync(Guid id, TaskCompletionSource done, CancellationToken cancellationToken)
    {
        try
        {
            // Read again for every batch: it may have been changed or removed.
            while (await subscriptions.FindByIdAsync(id, cancellationToken) is { } subscription)
            {
                if (!await deliverer.DeliverAsync(subscription, cancellationToken)) return;
            }

            await deliveries.DeleteOfAsync(id, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.Broke(services.Logger, failure, id); // what was claimed is due again when its lease ends
            await Task.Delay(services.Options.Value.PollInterval, services.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            _busy.TryRemove(id, out _);
            done.SetResult();
        }
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_cleanup, services.Clock);
        do
        {
            try
            {
                await deliveries.DeleteEndedBeforeAsync(services.Clock.GetUtcNow() - services.Options.Value.HistoryLifetime, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.Unreadable(services.Logger, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Warning, "The catalog could not be read for events: {Reason}")]
        public static partial void Unreadable(ILogger logger, string reason);

        [LoggerMessage(11, LogLevel.Error, "Deliveries to the subscription {SubscriptionId} broke off")]
        public static partial void Broke(ILogger logger, Exception failure, Guid subscriptionId);
    }
}
