using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Events;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>Keeps events that could not be delivered, each in a blob of its own under account, subscription and hour, as Event Grid lays them.</summary>
internal sealed class DeadLetterWriter(IBlobStore blobs)
{
    /// <summary>Writes the blob; a second time over the first.</summary>
    public async Task WriteAsync(EventDelivery delivery, EventSubscription subscription, CancellationToken cancellationToken)
    {
        var container = blobs.GetContainer(ArmIds.LastSegment(subscription.DeadLetterResourceId!), subscription.DeadLetterContainer!);
        await container.CreateIfNotExistsAsync(cancellationToken);
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new JsonArray(Document(delivery, subscription)), ContractJson.Options));
        await container.UploadAsync(NameOf(delivery, subscription), content, "application/json", cancellationToken);
    }

    private static string NameOf(EventDelivery delivery, EventSubscription subscription)
    {
        var time = delivery.EventTime.UtcDateTime;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ArmIds.LastSegment(delivery.Topic).ToUpperInvariant()}/{subscription.Name.ToUpperInvariant()}/{time.Year}/{time.Month}/{time.Day}/{time.Hour}/{delivery.Id}.json");
    }

    private static JsonObject Document(EventDelivery delivery, EventSubscription subscription)
    {
        var document = EventEnvelope.Of(delivery, subscription.Schema);
        var last = delivery.History.Count == 0 ? null : delivery.History[^1];
        var isCloud = subscription.Schema == EventDeliverySchema.CloudEventSchemaV1_0;
        Add("deadLetterReason", delivery.EndReason);
        Add("deliveryAttempts", delivery.Attempts);
        Add("lastDeliveryOutcome", last?.Outcome);
        Add("publishTime", EventEnvelope.Time(delivery.EventTime));
        Add("lastDeliveryAttemptTime", last is null ? null : EventEnvelope.Time(last.Time));
        if (last?.Status is { } status)
        {
            Add("lastHttpStatusCode", status);
        }

        return document;

        // CloudEvents allows lower case alone in the names of extensions.
        void Add(string name, JsonNode? value) => document[isCloud ? name.ToLowerInvariant() : name] = value;
    }
}
