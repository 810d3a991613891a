namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>What an operation does, as far as signatures tell it apart.</summary>
internal enum BlobRight
{
    Read,

    /// <summary>Writes a blob that may exist (w), or makes a new one (c).</summary>
    WriteOrCreate,
    Write,
    Delete,
    List,
}
