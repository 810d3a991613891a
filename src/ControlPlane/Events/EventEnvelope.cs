using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.Data;
using MediaPlatform.Data.Events;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>The form of events on the wire (control-plane.md section 11).</summary>
internal static class EventEnvelope
{
    /// <summary>One event.</summary>
    public static JsonObject Of(EventDelivery delivery, EventDeliverySchema schema) => schema == EventDeliverySchema.CloudEventSchemaV1_0
        ? new()
        {
            ["source"] = delivery.Topic,
            ["subject"] = delivery.Subject,
            ["type"] = delivery.EventType,
            ["time"] = Time(delivery.EventTime),
            ["id"] = delivery.EventId.ToString(),
            ["data"] = JsonNode.Parse(delivery.DataJson),
            ["specversion"] = "1.0",
        }
        : new()
        {
            ["topic"] = delivery.Topic,
            ["subject"] = delivery.Subject,
            ["eventType"] = delivery.EventType,
            ["eventTime"] = Time(delivery.EventTime),
            ["id"] = delivery.EventId.ToString(),
            ["data"] = JsonNode.Parse(delivery.DataJson),
            ["dataVersion"] = "1.0",
            ["metadataVersion"] = "1",
        };

    /// <summary>The body of a delivery: Event Grid's schema is always an array, CloudEvents are one only when the subscription asks for batches.</summary>
    public static HttpContent Content(IReadOnlyList<EventDelivery> events, EventSubscription subscription)
    {
        var isCloud = subscription.Schema == EventDeliverySchema.CloudEventSchemaV1_0;
        var isArray = !isCloud || subscription.MaxEventsPerBatch > 1;
        var documents = events.Select(one => (JsonNode)Of(one, subscription.Schema)).ToArray();
        return Json(isArray ? new JsonArray(documents) : documents[0], !isCloud ? "application/json" : isArray ? "application/cloudevents-batch+json" : "application/cloudevents+json");
    }

    /// <summary>A JSON body.</summary>
    public static HttpContent Json(JsonNode document, string mediaType)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(document, ContractJson.Options));
        content.Headers.ContentType = new(mediaType, "utf-8");
        return content;
    }

    /// <summary>A time with seven decimals.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
