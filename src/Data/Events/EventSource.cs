namespace MediaPlatform.Data.Events;

/// <summary>What an event is about.</summary>
/// <param name="Topic">ARM id of the account.</param>
/// <param name="Subject">Path below it, such as <c>transforms/t/jobs/j</c>.</param>
internal readonly record struct EventSource(Guid AccountId, string Topic, string Subject);
