namespace MediaPlatform.Data.Blobs;

public enum BlobProvider
{
    Disk,
    Azure,
}
