using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>Writes the status line and the headers of a reply (RFC 9112).</summary>
internal sealed class ResponseHead(TimeProvider clock)
{
    private readonly byte[] _date = new byte[29];
    private long _second;

    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidOperationException">A header holds a character that would end it.</exception>
    public int Write(Span<byte> target, int status, HeaderList headers, bool closes)
    {
        var writer = new Cursor(target);
        if (status == 200)
        {
            writer.Put("HTTP/1.1 200 OK\r\nDate: "u8);
        }
        else
        {
            writer.Put(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}"));
            writer.Put("\r\nDate: "u8);
        }

        writer.Put(Date());
        foreach (var (name, values) in headers.Entries)
        {
            for (var i = 0; i < values.Count; i++)
            {
                writer.Put("\r\n"u8);
                writer.Put(name);
                writer.Put(": "u8);
                writer.Put(values[i] ?? "");
            }
        }

        writer.Put(closes ? "\r\nConnection: close\r\n\r\n"u8 : "\r\n\r\n"u8);
        return writer.Position;
    }

    private ReadOnlySpan<byte> Date()
    {
        var now = clock.GetUtcNow();
        var second = now.Ticks / TimeSpan.TicksPerSecond;
        if (second != _second)
        {
            _second = second;
            now.TryFormat(_date, out _, "r", CultureInfo.InvariantCulture);
        }

        return _date;
    }

    private ref struct Cursor(Span<byte> target)
    {
        private readonly Span<byte> _target = target;

        public int Position { get; private set; }

        public void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_target[Position..]);
            Position += bytes.Length;
        }

        public void Put(string text)
        {
            if (text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new InvalidOperationException("A header of the reply holds a character that no header may.");
            }

            Position += Encoding.ASCII.GetBytes(text, _target[Position..]);
        }
    }
}
