using System.Net;
using System.Net.Sockets;
using MediaPlatform.StreamingEndpoint.Requests;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>Takes the place of the socket transport under the HTTP server, on Linux.</summary>
internal sealed class OriginListenerFactory(
    EventLoops loops, OriginHandler handler, IOptions<SocketTransportOptions> options, IOptions<StreamingEndpointOptions> origin, TimeProvider clock, ILoggerFactory loggers)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly ConnectionBudget _budget = ConnectionBudget.Of(origin.Value.MaxConnections);

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    /// <exception cref="AddressInUseException">Somebody else listens there.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var transport = options.Value;
        var logger = loggers.CreateLogger<OriginListener>();
        Socket listening;
        try
        {
            listening = transport.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(exception.Message, exception);
        }

        listening.Listen(transport.Backlog);
        return new(new OriginListener(listening, loops, handler, new SocketConnectionContextFactory(Options(transport), logger), _budget, clock, logger));
    }

    private static SocketConnectionFactoryOptions Options(SocketTransportOptions transport) => new()
    {
        IOQueueCount = transport.IOQueueCount,
        MaxReadBufferSize = transport.MaxReadBufferSize,
        MaxWriteBufferSize = transport.MaxWriteBufferSize,
        UnsafePreferInlineScheduling = transport.UnsafePreferInlineScheduling,
        WaitForDataBeforeAllocatingBuffer = transport.WaitForDataBeforeAllocatingBuffer,
    };
}
