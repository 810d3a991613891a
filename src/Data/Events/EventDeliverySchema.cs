namespace MediaPlatform.Data.Events;

/// <summary>The form in which events are sent; the names are those of Event Grid.</summary>
public enum EventDeliverySchema
{
    /// <summary>Event Grid's own envelope, always in an array.</summary>
    EventGridSchema,

    /// <summary>CloudEvents 1.0, structured JSON.</summary>
    CloudEventSchemaV1_0,
}
