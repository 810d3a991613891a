namespace MediaPlatform.Data.Queries;

/// <summary>A page token that was not made for this order: the caller's mistake.</summary>
public sealed class InvalidPageTokenException() : Exception("The page token does not fit the order of the list.");
