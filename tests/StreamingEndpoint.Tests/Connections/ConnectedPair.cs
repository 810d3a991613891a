using System.Net;
using System.Net.Sockets;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>Both ends of a connection over loopback.</summary>
internal sealed record ConnectedPair(Socket Client, Socket Server) : IDisposable
{
    public static async Task<ConnectedPair> MakeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        return new(client, await listener.AcceptAsync());
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
