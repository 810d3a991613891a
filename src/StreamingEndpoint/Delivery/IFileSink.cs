using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>A response body that the system can fill from a file. What was written before must have been flushed.</summary>
internal interface IFileSink
{
    /// <summary>Sends of a range of a file as much as goes at once, without a copy through this process.</summary>
    /// <returns>Bytes sent, 0 when the client has to be waited for, -1 when it has gone.</returns>
    /// <exception cref="EndOfStreamException">The file ends before the range does.</exception>
    long TrySendFile(SafeFileHandle file, long offset, long count);

    /// <summary>Waits until the client takes more.</summary>
    /// <returns>False when it has gone.</returns>
    ValueTask<bool> WaitForRoomAsync();
}
