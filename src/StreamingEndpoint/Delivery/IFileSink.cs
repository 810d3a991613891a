using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>A response body that the system can fill from a file without a copy through this process.</summary>
internal interface IFileSink
{
    /// <summary>Sends what was written and a range of a file after it.</summary>
    /// <returns>Bytes of the file that were sent: fewer than asked for where it ends early, -1 when the client has gone.</returns>
    ValueTask<long> SendFileAsync(SafeFileHandle file, long offset, long count);
}
