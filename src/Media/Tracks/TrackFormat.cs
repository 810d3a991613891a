using System.Collections.Immutable;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Codecs.Aac;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>What a decoder and a manifest need to know of a track, read from its sample entry.</summary>
public sealed record TrackFormat
{
    public required TrackKind Kind { get; init; }

    public required Codec Codec { get; init; }

    /// <summary>Four characters of the sample entry; of the original format when the track is encrypted.</summary>
    public required FourCC SampleEntryType { get; init; }

    /// <summary>The whole sample entry box, in ISO form, as it goes into an init segment.</summary>
    public required ReadOnlyMemory<byte> SampleEntry { get; init; }

    /// <summary>RFC 6381 codec string, lower case for H.264.</summary>
    public required string CodecString { get; init; }

    /// <summary>The stored media is already encrypted (<c>encv</c>, <c>enca</c>).</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Payload of the codec's configuration box (avcC, hvcC, av1C, dec3, dac3, ddts, dOps, dfLa, esds), header excluded.</summary>
    public ReadOnlyMemory<byte> CodecConfiguration { get; init; }

    /// <summary>Coded picture width in pixels.</summary>
    public int Width { get; init; }

    /// <summary>Coded picture height in pixels.</summary>
    public int Height { get; init; }

    /// <summary>Width to height of one pixel.</summary>
    public (int X, int Y) SampleAspectRatio { get; init; } = (1, 1);

    /// <summary>Picture width in square pixels.</summary>
    public int DisplayWidth => (int)Math.Round(Width * (double)SampleAspectRatio.X / SampleAspectRatio.Y);

    /// <summary>How the pictures are turned for display; sizes here are of the pictures as they are coded.</summary>
    public Rotation Rotation { get; init; }

    public ColourDescription? Colour { get; init; }

    public bool IsInterlaced { get; init; }

    /// <summary>Bytes of the length in front of each NAL unit: 1, 2 or 4, and 3 in files that break the rules; 0 when the codec has none.</summary>
    public int NalLengthSize { get; init; }

    /// <summary>HEVC video parameter sets as NAL units without start code.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> VideoParameterSets { get; init; } = [];

    /// <summary>Sequence parameter sets as NAL units without start code.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> SequenceParameterSets { get; init; } = [];

    /// <summary>Picture parameter sets as NAL units without start code.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> PictureParameterSets { get; init; } = [];

    /// <summary>True when the stream itself carries no parameter sets, so that the entry may be named <c>hvc1</c>.</summary>
    public bool ParameterSetsComplete { get; init; }

    /// <summary>Caption services inside the video.</summary>
    public CaptionServices Captions { get; init; }

    /// <summary>Channels that leave the decoder.</summary>
    public int Channels { get; init; }

    /// <summary>Samples per second and channel that leave the decoder.</summary>
    public int SamplingRate { get; init; }

    /// <summary>Bits per sample as the sample entry states them, usually 16.</summary>
    public int BitsPerSample { get; init; }

    /// <summary>AudioSpecificConfig of AAC, else empty.</summary>
    public ReadOnlyMemory<byte> AudioSpecificConfig { get; init; }

    /// <summary>The same, parsed; null when the track is not AAC.</summary>
    public AudioSpecificConfig? Aac { get; init; }

    /// <summary>Speaker positions as in WAVEFORMATEXTENSIBLE; 0 when unknown.</summary>
    public uint ChannelMask { get; init; }

    /// <summary>Data rate that a Dolby or DTS configuration states, in kbit/s; 0 when it does not.</summary>
    public int DeclaredKilobits { get; init; }

    /// <summary>E-AC-3 with joint object coding (Dolby Atmos).</summary>
    public bool IsJoc { get; init; }

    /// <summary>Number of objects that JOC declares, the figure before <c>/JOC</c>.</summary>
    public int JocComplexity { get; init; }
}
