namespace MediaPlatform.Data.Filters;

/// <param name="Property">Type, Name, Language, FourCC, Bitrate or Unknown.</param>
/// <param name="Operation">Equal or NotEqual.</param>
/// <param name="Value">A value, or a range such as 0-1000000 for Bitrate.</param>
public sealed record FilterTrackPropertyCondition(string Property, string Operation, string? Value);
