using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>Reads a sample entry box of stsd into a <see cref="TrackFormat"/>, ISO/IEC 14496-12 8.5.2.</summary>
internal static class SampleEntryParser
{
    /// <param name="kind">What the handler box says the track is.</param>
    /// <param name="entry">The whole box. It is kept, so it must not be a slice of a buffer that is reused.</param>
    /// <param name="traits">Facts from outside the sample entry.</param>
    public static TrackFormat Parse(TrackKind kind, ReadOnlyMemory<byte> entry, TrackTraits traits)
    {
        var root = new BoxReader(FourCC.Stsd, entry.Span);
        if (!root.TryReadChild(out var box))
        {
            throw root.Error("Sample entry is missing");
        }

        var body = entry[(entry.Length - box.Body.Length)..];
        return kind switch
        {
            TrackKind.Video => VideoSampleEntryParser.Parse(box.Type, entry, body, traits),
            TrackKind.Audio => AudioSampleEntryParser.Parse(box.Type, entry, body),
            _ => TextSampleEntryParser.Parse(box.Type, entry, body),
        };
    }

    /// <summary>Memory of a child box's body, found after <paramref name="skip"/> bytes of fixed fields.</summary>
    public static bool TryFind(ReadOnlyMemory<byte> body, int skip, FourCC type, out ReadOnlyMemory<byte> found)
    {
        var reader = new BoxReader(type, body.Span);
        reader.Skip(skip);
        while (reader.TryReadChild(out var child))
        {
            if (child.Type == type)
            {
                found = body.Slice(reader.Position - child.Body.Length, child.Body.Length);
                return true;
            }
        }

        found = default;
        return false;
    }

    /// <summary>The original format of an encrypted entry (sinf/frma), or the type itself.</summary>
    public static (FourCC Type, bool IsEncrypted) Original(FourCC type, ReadOnlyMemory<byte> body, int skip)
    {
        if (type != FourCC.Encv && type != FourCC.Enca)
        {
            return (type, false);
        }

        return TryFind(body, skip, FourCC.Sinf, out var sinf) && TryFind(sinf, 0, FourCC.Frma, out var frma) && frma.Length >= 4
            ? (FourCC.Read(frma.Span), true)
            : (type, true);
    }
}
