using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Urls;

/// <summary>The list between the parentheses of a URL, in any order and case; empty entries are legal.</summary>
internal ref struct UrlParameters
{
    private const int MaxParameters = 32;
    private Seen _seen;

    [Flags]
    private enum Seen : ushort
    {
        Format = 1,
        Encryption = 2,
        Filter = 4,
        AudioTrack = 8,
        AudioOnly = 16,
        Type = 32,
        StartTime = 64,
        EndTime = 128,
        Track = 256,
    }

    /// <summary>Whether one entry may be the name of a track, alone or with a value.</summary>
    public bool TrackAllowed { get; init; }

    public StreamingFormat Format { get; private set; }

    public EncryptionTag Encryption { get; private set; }

    public ReadOnlyMemory<char> Filters { get; private set; }

    public ReadOnlyMemory<char> AudioTrack { get; private set; }

    public bool? AudioOnly { get; private set; }

    public bool KeyFrames { get; private set; }

    public ReadOnlyMemory<char> TrackName { get; private set; }

    public ReadOnlyMemory<char> TrackValue { get; private set; }

    /// <summary>Whether a name is that of a parameter, so that nothing else can be called so.</summary>
    public static bool IsKey(ReadOnlySpan<char> name) => KeyOf(name) != 0;

    /// <summary>Reads "(a=b,c=d)" and leaves what follows it.</summary>
    public MpeError? Parse(ref ReadOnlyMemory<char> rest)
    {
        var close = rest.Span.IndexOf(')');
        if (close < 1 || rest.Span[0] != '(')
        {
            return UrlFaults.Parentheses;
        }

        var list = rest[1..close];
        rest = rest[(close + 1)..];
        for (var count = 0; !list.IsEmpty; count++)
        {
            var comma = list.Span.IndexOf(',');
            var entry = comma < 0 ? list : list[..comma];
            list = comma < 0 ? default : list[(comma + 1)..];
            if (count >= MaxParameters)
            {
                return UrlFaults.TooMany;
            }

            if (!entry.IsEmpty && Read(entry) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    public readonly StreamingUrl ApplyTo(StreamingUrl url) => url with
    {
        Format = Format,
        Encryption = Encryption,
        Filters = Filters,
        AudioTrack = AudioTrack,
        AudioOnly = AudioOnly,
        TrackName = TrackName,
    };

    private MpeError? Read(ReadOnlyMemory<char> entry)
    {
        var equals = entry.Span.IndexOf('=');
        var key = equals < 0 ? entry : entry[..equals];
        var value = equals < 0 ? default : entry[(equals + 1)..];
        var known = equals < 0 ? 0 : KeyOf(key.Span);
        if (known == 0)
        {
            return ReadTrack(key, value);
        }

        if ((_seen & known) != 0)
        {
            return UrlFaults.Twice;
        }

        _seen |= known;
        return ReadKnown(known, value);
    }

    private MpeError? ReadTrack(ReadOnlyMemory<char> name, ReadOnlyMemory<char> value)
    {
        if (!TrackAllowed || name.IsEmpty)
        {
            return UrlFaults.Unknown;
        }

        if ((_seen & Seen.Track) != 0)
        {
            return UrlFaults.TwoTracks;
        }

        _seen |= Seen.Track;
        TrackName = name;
        TrackValue = value;
        return null;
    }

    private MpeError? ReadKnown(Seen key, ReadOnlyMemory<char> value)
    {
        switch (key)
        {
            case Seen.Format:
                var isFormat = StreamingFormats.TryParse(value.Span, out var format);
                Format = format;
                return isFormat ? null : MpeErrors.OutputFormatNotSupported;
            case Seen.Encryption:
                var isEncryption = EncryptionTags.TryParse(value.Span, out var encryption);
                Encryption = encryption;
                return isEncryption ? null : MpeErrors.EncryptionNotSupported;
            case Seen.Filter:
                Filters = value;
                return null;
            case Seen.AudioTrack:
                AudioTrack = value;
                return null;
            case Seen.AudioOnly:
                AudioOnly = value.Span.Equals("true", StringComparison.OrdinalIgnoreCase);
                return AudioOnly.Value || value.Span.Equals("false", StringComparison.OrdinalIgnoreCase) ? null : UrlFaults.AudioOnly;
            case Seen.Type:
                KeyFrames = value.Span.Equals("keyframes", StringComparison.OrdinalIgnoreCase);
                return KeyFrames ? null : UrlFaults.Type;
            default:
                // Time ranges belong to continuous recordings, which have no assets here.
                return UrlFaults.Times;
        }
    }

    // The articles of AMS about filters put a space behind the comma, and so do addresses that were made after them.
    private static Seen KeyOf(ReadOnlySpan<char> name) => KeyOfTrimmed(name.TrimStart(' '));

    private static Seen KeyOfTrimmed(ReadOnlySpan<char> key) => key.Length switch
    {
        4 when Is(key, "type") => Seen.Type,
        6 when Is(key, "format") => Seen.Format,
        6 when Is(key, "filter") => Seen.Filter,
        7 when Is(key, "endTime") => Seen.EndTime,
        9 when Is(key, "startTime") => Seen.StartTime,
        10 when Is(key, "encryption") => Seen.Encryption,
        10 when Is(key, "audioTrack") => Seen.AudioTrack,
        10 when Is(key, "audio-only") => Seen.AudioOnly,
        _ => 0,
    };

    private static bool Is(ReadOnlySpan<char> key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
