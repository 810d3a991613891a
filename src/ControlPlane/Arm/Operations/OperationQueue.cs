using System.Threading.Channels;
using MediaPlatform.Data.Operations;

namespace MediaPlatform.ControlPlane.Arm.Operations;

/// <summary>Wakes the worker for new operations; the rows in the catalog are the truth.</summary>
internal sealed class OperationQueue
{
    private readonly Channel<AsyncOperation> _channel = Channel.CreateBounded<AsyncOperation>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite }); // the worker's sweep finds what is dropped

    public void Add(AsyncOperation operation) => _channel.Writer.TryWrite(operation);

    public ChannelReader<AsyncOperation> Reader => _channel.Reader;
}
