namespace MediaPlatform.Data.Blobs;

/// <summary>A blob operation that its caller asked for in vain.</summary>
public sealed class BlobException(BlobFailure failure, string message) : Exception(message)
{
    public BlobFailure Failure => failure;
}
