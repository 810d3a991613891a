namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>What an operation works on.</summary>
internal enum BlobLevel
{
    Service,
    Container,
    Blob,
}
