using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>What became of the bytes at the start of a connection's input.</summary>
internal enum HeadOutcome
{
    /// <summary>The head has not arrived as a whole.</summary>
    Incomplete,

    /// <summary>A plain request for media without a body.</summary>
    Taken,

    /// <summary>Anything else: the full HTTP server decides what it is.</summary>
    Foreign,
}

/// <summary>
/// The head of an HTTP/1.1 request (RFC 9112) as players send it. Only what is beyond doubt is taken: one Host, no body, no
/// upgrade, no folded lines, no path that needs more than plain escapes undone. Reused from request to request; it points
/// into the buffer that it was read from.
/// </summary>
internal sealed class RequestHead
{
    private const int MaxHeaders = 48;
    private static readonly SearchValues<byte> TargetBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%?"u8);

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_!#$%&'*+.^`|~"u8);

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~!$&'()*+,;=:@ ");

    private readonly (int Name, int NameLength, int Value, int ValueLength)[] _headers = new (int, int, int, int)[MaxHeaders];
    private ReadOnlyMemory<byte> _bytes;
    private int _target;
    private int _targetLength;

    /// <summary>GET, HEAD or OPTIONS.</summary>
    public string Method { get; private set; } = "";

    /// <summary>Decoded path.</summary>
    public string Path { get; private set; } = "";

    /// <summary>With its question mark, or empty.</summary>
    public string Query { get; private set; } = "";

    public int HeaderCount { get; private set; }

    /// <summary>Whether the client wants the connection to end after the reply.</summary>
    public bool Closes { get; private set; }

    /// <summary>Bytes up to and with the empty line.</summary>
    public int Length { get; private set; }

    public string RawTarget => Encoding.ASCII.GetString(_bytes.Span.Slice(_target, _targetLength));

    public ReadOnlySpan<byte> Name(int index) => _bytes.Span.Slice(_headers[index].Name, _headers[index].NameLength);

    public string Value(int index) => Encoding.Latin1.GetString(_bytes.Span.Slice(_headers[index].Value, _headers[index].ValueLength));

    /// <summary>Reads the head at the start of the input.</summary>
    public HeadOutcome Read(ReadOnlyMemory<byte> input, Func<string, bool> owns)
    {
        var bytes = input.Span;
        if (!MayBegin(bytes))
        {
            return HeadOutcome.Foreign;
        }

        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return HeadOutcome.Incomplete;
        }

        _bytes = input;
        Length = end + 4;
        var head = bytes[..(end + 2)];
        var line = head.IndexOf("\r\n"u8);
        return ReadLine(head[..line]) && ReadHeaders(head, line + 2) && owns(Path) ? HeadOutcome.Taken : HeadOutcome.Foreign;
    }

    // Enough to send TLS and uploads on at once, and not to wait for an empty line that never comes.
    private static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> methods = "GETHEADOPTIONS"u8;
        var count = Math.Min(bytes.Length, 3);
        return methods[..3][..count].SequenceEqual(bytes[..count]) || methods[3..6][..count].SequenceEqual(bytes[..count])
            || methods[7..10][..count].SequenceEqual(bytes[..count]);
    }

    private bool ReadLine(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        if (space < 0 || !line.EndsWith(" HTTP/1.1"u8))
        {
            return false;
        }

        var method = line[..space];
        Method = method.SequenceEqual("GET"u8) ? HttpMethods.Get
            : method.SequenceEqual("HEAD"u8) ? HttpMethods.Head
            : method.SequenceEqual("OPTIONS"u8) ? HttpMethods.Options : "";
        (_target, _targetLength) = (space + 1, line.Length - 9 - space - 1);
        if (Method.Length == 0 || _targetLength < 1 || line[_target] != (byte)'/')
        {
            return false;
        }

        var target = line.Slice(_target, _targetLength);
        if (target.ContainsAnyExcept(TargetBytes))
        {
            return false;
        }

        var question = target.IndexOf((byte)'?');
        Query = question < 0 ? "" : Encoding.ASCII.GetString(target[question..]);
        return ReadPath(question < 0 ? target : target[..question]);
    }

    private bool ReadPath(ReadOnlySpan<byte> path)
    {
        // Dot segments and empty ones have rules of their own.
        if (path.IndexOf("/."u8) >= 0 || path.IndexOf("//"u8) >= 0)
        {
            return false;
        }

        Path = Encoding.ASCII.GetString(path);
        return !path.Contains((byte)'%') || Unescape();
    }

    private bool Unescape()
    {
        Span<char> target = stackalloc char[Path.Length];
        var length = 0;
        for (var i = 0; i < Path.Length; i++)
        {
            var value = Path[i];
            if (value == '%')
            {
                if (i + 2 >= Path.Length || !char.IsAsciiHexDigit(Path[i + 1]) || !char.IsAsciiHexDigit(Path[i + 2]))
                {
                    return false;
                }

                value = (char)Convert.FromHexString(Path.AsSpan(i + 1, 2))[0];
                if (!PlainCharacters.Contains(value))
                {
                    return false;
                }

                i += 2;
            }

            target[length++] = value;
        }

        Path = new string(target[..length]);
        return true;
    }

    private bool ReadHeaders(ReadOnlySpan<byte> head, int position)
    {
        (HeaderCount, Closes) = (0, false);
        var hosts = 0;
        while (position < head.Length)
        {
            var rest = head[position..];
            var length = rest.IndexOf((byte)'\r');
            // Bare carriage returns and line feeds have been used to hide one request in another.
            if (length < 0 || rest[length + 1] != (byte)'\n' || HeaderCount == MaxHeaders)
            {
                return false;
            }

            var line = rest[..length];
            var colon = line.IndexOf((byte)':');
            if (colon < 1 || line[..colon].ContainsAnyExcept(NameBytes) || line[colon..].ContainsAny((byte)'\n', (byte)0))
            {
                return false;
            }

            var value = line[(colon + 1)..].Trim(" \t"u8);
            var start = value.IsEmpty ? position + colon + 1 : position + colon + 1 + line[(colon + 1)..].IndexOfAnyExcept((byte)' ', (byte)'\t');
            _headers[HeaderCount++] = (position, colon, start, value.Length);
            if (!Accepts(line[..colon], value, ref hosts))
            {
                return false;
            }

            position += length + 2;
        }

        return hosts == 1;
    }

    private bool Accepts(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref int hosts)
    {
        switch (name.Length)
        {
            case 4 when Ascii.EqualsIgnoreCase(name, "host"u8):
                hosts++;
                return !value.IsEmpty && !value.ContainsAny((byte)' ', (byte)'/', (byte)'@');
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                // In lines of their own these are one list (RFC 9110 5.3), and "close" in it is the last word (RFC 9112 9.3).
                var closes = Ascii.EqualsIgnoreCase(value, "close"u8);
                Closes |= closes;
                return closes || Ascii.EqualsIgnoreCase(value, "keep-alive"u8);
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                return value.SequenceEqual("0"u8);
            default:
                return !Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8) && !Ascii.EqualsIgnoreCase(name, "expect"u8) && !Ascii.EqualsIgnoreCase(name, "upgrade"u8);
        }
    }
}
