namespace MediaPlatform.Data.Events;

/// <summary>What became of an event on its way to one subscription.</summary>
public enum EventDeliveryState
{
    /// <summary>To be sent, for the first time or again.</summary>
    Pending,

    /// <summary>Taken by the endpoint.</summary>
    Delivered,

    /// <summary>Given up and kept in a blob.</summary>
    DeadLettered,

    /// <summary>Given up.</summary>
    Dropped,
}
