using System.Net;
using System.Net.Sockets;

namespace MediaPlatform.ServiceDefaults.Networks;

/// <summary>Opens connections to hosts that callers name: resolves the name once, checks each address and connects to the very address that was checked.</summary>
public sealed class GuardedConnector(IHostResolver resolver, NetworkGuard guard)
{
    /// <summary>A connection to the first address that is allowed and answers.</summary>
    /// <exception cref="RefusedAddressException">No address of the host is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolver.ResolveAsync(target.Host, cancellationToken);
        var allowed = addresses.Where(guard.Allows).ToArray();
        if (allowed.Length == 0) throw new RefusedAddressException(target.Host);
        Exception? last = null;
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                last = failure;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }
}
