using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MediaPlatform.ControlPlane.Tests.Hostile;

/// <summary>Bytes on a socket, for what no HTTP library would send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    public async Task SendAsync(string text) => await SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _client.GetStream().WriteAsync(bytes);

    /// <summary>Sends pieces of a chunked body until the server has heard enough.</summary>
    /// <returns>Bytes that went out.</returns>
    public async Task<long> FloodAsync(long most)
    {
        var piece = Encoding.ASCII.GetBytes("10000\r\n" + new string('[', 64 * 1024) + "\r\n");
        var sent = 0L;
        try
        {
            for (; sent < most && _client.Client.Available == 0; sent += 64 * 1024)
            {
                await SendAsync(piece);
            }
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // The server closed its side: that is the point.
        }

        return sent;
    }

    /// <summary>Status and text of the reply: head and body.</summary>
    public async Task<(int Status, string Text)> ReadAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var text = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            int count;
            while (!IsWhole(text.ToString()) && (count = await _client.GetStream().ReadAsync(buffer, limit.Token)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count)); // one character for each byte, as lengths count
            }
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // Reset after the reply: the rest of our body was not wanted.
        }

        var reply = text.ToString();
        return reply.Length == 0 ? (0, "closed without a reply") : (StatusOf(reply), reply);
    }

    public void Dispose() => _client.Dispose();

    private static int StatusOf(string reply) => int.Parse(reply.AsSpan(9, 3), CultureInfo.InvariantCulture);

    // RFC 9112 section 6.3: no content after 204, else a length or chunks.
    private static bool IsWhole(string reply)
    {
        var end = reply.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        const string Name = "\r\nContent-Length: ";
        var length = reply.IndexOf(Name, 0, end + 2, StringComparison.OrdinalIgnoreCase) + Name.Length;
        return StatusOf(reply) == 204
            || (length < Name.Length
                ? reply.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
                : reply.Length - end - 4 >= int.Parse(reply.AsSpan(length, reply.IndexOf('\r', length) - length), CultureInfo.InvariantCulture));
    }
}
