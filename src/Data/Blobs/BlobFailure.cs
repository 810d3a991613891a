namespace MediaPlatform.Data.Blobs;

/// <summary>Why a blob operation was refused.</summary>
public enum BlobFailure
{
    ContainerNotFound,
    BlobNotFound,

    /// <summary>The blob exists and may not be replaced.</summary>
    BlobAlreadyExists,

    /// <summary>If-Match, If-None-Match or a date condition does not hold.</summary>
    ConditionNotMet,

    /// <summary>A block of the list is not staged.</summary>
    InvalidBlockList,

    /// <summary>A name of this path is already a folder of other blobs, or a folder of it is a blob.</summary>
    PathConflict,

    /// <summary>The content does not have the promised MD5.</summary>
    Md5Mismatch,
}
