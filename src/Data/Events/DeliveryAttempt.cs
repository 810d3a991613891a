namespace MediaPlatform.Data.Events;

/// <summary>One time that an event was sent.</summary>
/// <param name="Outcome">In Event Grid's words, such as Delivered, TimedOut, NotFound.</param>
/// <param name="Status">HTTP status; null when there was no reply.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record DeliveryAttempt(DateTimeOffset Time, string Outcome, int? Status, long Milliseconds);
