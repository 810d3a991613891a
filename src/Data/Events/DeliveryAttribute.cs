namespace MediaPlatform.Data.Events;

/// <summary>A header of deliveries.</summary>
/// <param name="Value">Its text; null when it is taken from the event.</param>
/// <param name="IsSecret">Whether the text is never given back.</param>
/// <param name="SourceField">Member of the event that gives the text, such as <c>data.label</c> or <c>subject</c>; null for a fixed one.</param>
public sealed record DeliveryAttribute(string Name, string? Value, bool IsSecret, string? SourceField);
