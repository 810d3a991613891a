namespace MediaPlatform.Data.Blobs;

/// <param name="Id">The block id as the client wrote it (base64).</param>
/// <param name="Length">Bytes.</param>
public sealed record BlockEntry(string Id, long Length);
