using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Dash;

/// <summary>Codec strings as AMS spells them in MPDs.</summary>
internal static class DashCodecs
{
    private const int SampleEntryLength = 5;

    public static string Of(TrackFormat format) => format.Codec == Codec.Avc && format.CodecString.Length > SampleEntryLength
        ? string.Concat(format.CodecString.AsSpan(0, SampleEntryLength), format.CodecString[SampleEntryLength..].ToUpperInvariant())
        : format.CodecString;
}
