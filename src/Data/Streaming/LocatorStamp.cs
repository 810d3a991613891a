namespace MediaPlatform.Data.Streaming;

/// <summary>Versions of the parts of a published locator: equal stamps mean that nothing changed.</summary>
public readonly record struct LocatorStamp(long Locator, long Asset, long Policy, int FilterCount, long FilterSum);
