namespace MediaPlatform.Data.Blobs;

/// <summary>A container or blob name that no store accepts: the caller's mistake.</summary>
public sealed class InvalidBlobNameException(string message) : Exception(message);
