using System.Globalization;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>Sends events of one subscription, and decides what becomes of those that do not arrive.</summary>
internal sealed partial class EventDeliverer(
    EventDeliveryStore deliveries, WebhookClient webhooks, DeadLetterWriter deadLetters, ISecretProtector secrets, DeliveryServices services)
{
    private const int MostKept = 30;
    private static readonly TimeSpan s_unproved = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_deadLetterPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_deadLetterLimit = TimeSpan.FromHours(4);

    private readonly EventsOptions _options = services.Options.Value;

    /// <summary>How long claimed events stay with this process: the call and all that is written after it.</summary>
    public TimeSpan Lease => (_options.RequestTimeout * 2) + TimeSpan.FromSeconds(5);

    /// <summary>Takes and sends one batch.</summary>
    /// <returns>False when nothing was due.</returns>
    public async Task<bool> DeliverAsync(EventSubscription subscription, CancellationToken cancellationToken)
    {
        var claimed = await deliveries.ClaimAsync(subscription.Id, subscription.MaxEventsPerBatch, Lease, cancellationToken);
        var batch = new List<EventDelivery>();
        var size = 0;
        foreach (var delivery in claimed)
        {
            var isFull = batch.Count > 0 && size + delivery.DataJson.Length > subscription.PreferredBatchKilobytes * 1024;
            if (delivery.EndReason is not null) await GiveUpAsync(delivery, subscription, delivery.EndReason, cancellationToken);
            else if (IsExpired(delivery, subscription)) await GiveUpAsync(delivery, subscription, "TimeToLiveExceeded", cancellationToken);
            else if (subscription.State != EventSubscriptionState.Succeeded) await PostponeAsync(delivery, s_unproved, cancellationToken);
            else if (isFull) await PostponeAsync(delivery, TimeSpan.Zero, cancellationToken);
            else
            {
                batch.Add(delivery);
                size += delivery.DataJson.Length;
            }
        }

        if (batch.Count > 0) await SendAsync(batch, subscription, cancellationToken);
        return claimed.Count > 0;
    }

    private bool IsExpired(EventDelivery delivery, EventSubscription subscription) =>
        services.Clock.GetUtcNow() - delivery.EventTime > TimeSpan.FromMinutes(subscription.TimeToLiveMinutes)
        || subscription.ExpirationTime < services.Clock.GetUtcNow();

    private async Task SendAsync(List<EventDelivery> batch, EventSubscription subscription, CancellationToken cancellationToken)
    {
        var (time, started) = (services.Clock.GetUtcNow(), services.Clock.GetTimestamp());
        using var request = RequestOf(batch, subscription);
        var reply = await webhooks.SendAsync(request, cancellationToken);
        var attempt = new DeliveryAttempt(time, reply.Outcome, reply.Status, (long)services.Clock.GetElapsedTime(started).TotalMilliseconds);
        foreach (var delivery in batch)
        {
            delivery.Attempts++;
            delivery.History = [.. delivery.History.TakeLast(MostKept - 1), attempt];
            await SettleAsync(delivery, subscription, reply);
        }
    }

    // Written even while the process is being stopped: the webhook has the event.
    private async Task SettleAsync(EventDelivery delivery, EventSubscription subscription, WebhookReply reply)
    {
        if (reply.IsSuccess)
        {
            await EndAsync(delivery, EventDeliveryState.Delivered);
            return;
        }

        Log.Failed(services.Logger, delivery.EventId, delivery.EventType, subscription.Name, delivery.Attempts, reply.Outcome);
        if (RetrySchedule.Hopeless(reply.Status) is { } reason) await GiveUpAsync(delivery, subscription, reason, CancellationToken.None);
        else if (delivery.Attempts >= subscription.MaxDeliveryAttempts) await GiveUpAsync(delivery, subscription, "MaxDeliveryAttemptsExceeded", CancellationToken.None);
        else await PostponeAsync(delivery, RetrySchedule.After(delivery.Attempts, reply.Status, Random.Shared.NextDouble()), CancellationToken.None);
    }

    private HttpRequestMessage RequestOf(List<EventDelivery> batch, EventSubscription subscription)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, secrets.UnprotectText(subscription.ProtectedEndpointUrl)) { Content = EventEnvelope.Content(batch, subscription) };
        request.Headers.Add("aeg-event-type", "Notification");
        request.Headers.Add("aeg-subscription-name", Uri.EscapeDataString(subscription.Name.ToUpperInvariant()));
        request.Headers.Add("aeg-delivery-count", batch[0].Attempts.ToString(CultureInfo.InvariantCulture));
        if (subscription.Schema == EventDeliverySchema.EventGridSchema)
        {
            request.Headers.Add("aeg-data-version", "1.0");
            request.Headers.Add("aeg-metadata-version", "1");
        }

        DeliveryAttributes.Add(request, new DeliveryAttributes(secrets).Of(subscription), EventEnvelope.Of(batch[0], subscription.Schema));
        return request;
    }

    private async Task GiveUpAsync(EventDelivery delivery, EventSubscription subscription, string reason, CancellationToken cancellationToken)
    {
        var isFirst = delivery.EndReason is null;
        (delivery.EndReason, delivery.EndTime) = (reason, delivery.EndTime ?? services.Clock.GetUtcNow());
        if (isFirst) Log.GivenUp(services.Logger, delivery.EventId, delivery.EventType, subscription.Name, reason);
        if (subscription.DeadLetterResourceId is null)
        {
            await EndAsync(delivery, EventDeliveryState.Dropped);
            return;
        }

        try
        {
            await deadLetters.WriteAsync(delivery, subscription, cancellationToken);
            await EndAsync(delivery, EventDeliveryState.DeadLettered);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NoDeadLetter(services.Logger, failure, delivery.EventId, subscription.Name);
            if (services.Clock.GetUtcNow() - delivery.EndTime > s_deadLetterLimit) await EndAsync(delivery, EventDeliveryState.Dropped);
            else await PostponeAsync(delivery, s_deadLetterPause, CancellationToken.None);
        }
    }

    private Task EndAsync(EventDelivery delivery, EventDeliveryState state)
    {
        (delivery.State, delivery.EndTime) = (state, delivery.EndTime ?? services.Clock.GetUtcNow());
        return deliveries.RecordAsync(delivery, CancellationToken.None);
    }

    private Task PostponeAsync(EventDelivery delivery, TimeSpan pause, CancellationToken cancellationToken)
    {
        delivery.NextAttempt = services.Clock.GetUtcNow() + pause;
        return deliveries.RecordAsync(delivery, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Event {EventId} ({Type}) did not reach subscription {Subscription}, attempt {Attempt}: {Outcome}")]
        public static partial void Failed(ILogger logger, Guid eventId, string type, string subscription, int attempt, string outcome);

        [LoggerMessage(2, LogLevel.Warning, "Event {EventId} ({Type}) is given up for subscription {Subscription}: {Reason}")]
        public static partial void GivenUp(ILogger logger, Guid eventId, string type, string subscription, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Event {EventId} could not be dead-lettered for subscription {Subscription}")]
        public static partial void NoDeadLetter(ILogger logger, Exception failure, Guid eventId, string subscription);
    }
}
