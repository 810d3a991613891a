using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>
/// Keeps connections that do not leave this machine, and carry much, from being paced (decision 0187). BBR spreads what it sends by a timer for each burst, which protects
/// the queues of a network; to a proxy on the same machine there is none, and the timers cost a third of what a segment takes.
/// </summary>
internal static class Pacing
{
    // tcp(7). The congestion control that every Linux has, and that every process may choose.
    private const int Tcp = 6, CongestionControl = 13;
    private static readonly byte[] s_unpaced = "reno"u8.ToArray();

    /// <summary>Gives a connection from this machine a congestion control without timers where the system's has them.</summary>
    public static void LeaveOut(Socket socket)
    {
        try
        {
            if (socket.RemoteEndPoint is IPEndPoint remote && IPAddress.IsLoopback(remote.Address) && Name(socket).StartsWith("bbr", StringComparison.Ordinal))
            {
                socket.SetRawSocketOption(Tcp, CongestionControl, s_unpaced);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client has gone, which the next call will say, or the system does not let us choose.
        }
    }

    /// <summary>The congestion control of a connection, as <c>net.ipv4.tcp_congestion_control</c> names it.</summary>
    public static string Name(Socket socket)
    {
        Span<byte> name = stackalloc byte[16];
        var length = socket.GetRawSocketOption(Tcp, CongestionControl, name);
        return Encoding.ASCII.GetString(name[..length]).TrimEnd('\0');
    }
}
