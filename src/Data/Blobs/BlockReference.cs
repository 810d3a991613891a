namespace MediaPlatform.Data.Blobs;

/// <summary>One line of a block list that a client commits.</summary>
/// <param name="Id">The block id as the client wrote it (base64).</param>
public sealed record BlockReference(string Id, BlockSource Source);

/// <summary>Where a committed block is looked for.</summary>
public enum BlockSource
{
    /// <summary>Among the staged blocks, then in the blob in place.</summary>
    Latest,

    /// <summary>Among the staged blocks.</summary>
    Uncommitted,

    /// <summary>In the blob in place.</summary>
    Committed,
}
