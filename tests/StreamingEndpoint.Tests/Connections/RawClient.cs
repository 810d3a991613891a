using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>A connection that sends what it likes and leaves as it likes.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _at;
    private int _filled;

    /// <summary>How long to wait before each read from the network.</summary>
    public TimeSpan Pause { get; set; }

    public static async Task<RawClient> ConnectAsync(Uri address, int receiveBuffer, CancellationToken cancellationToken)
    {
        var client = new RawClient();
        if (receiveBuffer > 0)
        {
            client._socket.ReceiveBufferSize = receiveBuffer;
        }

        await client._socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        return client;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Leaves with a reset instead of an end.</summary>
    public void Reset() => _socket.LingerState = new LingerOption(true, 0);

    /// <summary>One reply of a known length.</summary>
    public async Task<(int Status, byte[] Body)> ReadReplyAsync(bool hasBody, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            head.Append((char)await ReadByteAsync(cancellationToken));
        }

        var lines = head.ToString().Split("\r\n");
        var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line && hasBody && status != 304 ? int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture) : 0;
        var body = new byte[length];
        await ReadAsync(body, cancellationToken);
        return (status, body);
    }

    /// <summary>Takes bytes and forgets them.</summary>
    public async Task SkipAsync(int count, CancellationToken cancellationToken) => await ReadAsync(new byte[count], cancellationToken);

    /// <summary>Whatever comes until the server ends the connection, in whichever way.</summary>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        try
        {
            while (true)
            {
                bytes.WriteByte(await ReadByteAsync(cancellationToken));
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or SocketException)
        {
            return bytes.ToArray();
        }
    }

    /// <summary>Whether the server has closed its side, and nothing came before.</summary>
    public async Task<bool> IsAtEndAsync(CancellationToken cancellationToken) => _at == _filled && await _socket.ReceiveAsync(_buffer, cancellationToken) == 0;

    /// <summary>Fills a buffer.</summary>
    public async Task ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (target.Length > 0)
        {
            if (_at == _filled)
            {
                await FillAsync(cancellationToken);
            }

            var count = Math.Min(target.Length, _filled - _at);
            _buffer.AsMemory(_at, count).CopyTo(target);
            (_at, target) = (_at + count, target[count..]);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte> ReadByteAsync(CancellationToken cancellationToken)
    {
        if (_at == _filled)
        {
            await FillAsync(cancellationToken);
        }

        return _buffer[_at++];
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (Pause > TimeSpan.Zero)
        {
            await Task.Delay(Pause, cancellationToken);
        }

        (_at, _filled) = (0, await _socket.ReceiveAsync(_buffer, cancellationToken));
        if (_filled == 0)
        {
            throw new EndOfStreamException("The connection ended before the reply.");
        }
    }
}
