using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>A response body that the system can fill from a file without a copy through this process.</summary>
internal interface IFileSink
{
    /// <summary>Sends what was written, and of a range of a file after it what goes before the client has to be waited for; then waits.</summary>
    /// <returns>Bytes of the file that were sent, perhaps none, or -1 when the client has gone.</returns>
    /// <exception cref="EndOfStreamException">The file ends before the range does.</exception>
    ValueTask<long> SendFileAsync(SafeFileHandle file, long offset, long count);
}
