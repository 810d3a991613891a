namespace MediaPlatform.Data.Blobs;

/// <summary>Decides on the blob in place (null when there is none) whether an operation may go on.</summary>
/// <returns>Null to go on, else why not.</returns>
public delegate BlobFailure? BlobCondition(BlobItem? current);
