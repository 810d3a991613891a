namespace MediaPlatform.Data.Events;

/// <summary>A subscription as the writer of events sees it.</summary>
internal readonly record struct EventListener(Guid SubscriptionId, EventFilter Filter);
