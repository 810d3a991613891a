using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Presets;

/// <summary>The audio streams that the codecs of a preset ask for.</summary>
internal static class AudioTracks
{
    // ISO/IEC 14496-3 table 1.18; the encoder would take the nearest for any other.
    private static readonly int[] AacRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

    private static readonly int[] Ac3Rates = [32000, 44100, 48000];

    private static readonly int[] Ac3Kilobits = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];

    public static List<AudioRendition> Of(IReadOnlyList<Codec> codecs, SourceMedia source)
    {
        if (source.Sounds.Count == 0) return [];
        return [.. codecs.OfType<Audio>().Select(codec => codec switch
        {
            AacAudio aac => Aac(aac, source),
            DDAudio dolby => Ac3(dolby, source),
            _ => throw JobErrors.Unsupported($"Audio codec {codec.GetType().Name} is not supported."),
        })];
    }

    private static AudioRendition Aac(AacAudio codec, SourceMedia source)
    {
        if (codec.Profile is AacAudioProfile.HeAacV1 or AacAudioProfile.HeAacV2)
        {
            throw JobErrors.Unsupported("High-efficiency AAC cannot be made by the encoder of this installation. Use profile AacLc.");
        }

        var rendition = Rendition(codec, source, AudioCodec.Aac, [1, 2, 5, 6, 8]);
        return AacRates.Contains(rendition.SampleRate) ? rendition : throw JobErrors.Unsupported($"AAC has no sampling rate of {rendition.SampleRate}.");
    }

    private static AudioRendition Ac3(DDAudio codec, SourceMedia source)
    {
        var rendition = Rendition(codec, source, AudioCodec.Ac3, [1, 2, 6]);
        if (!Ac3Rates.Contains(rendition.SampleRate)) throw JobErrors.Unsupported($"Dolby Digital has no sampling rate of {rendition.SampleRate}.");
        if (!Ac3Kilobits.Contains(rendition.Bitrate / 1000)) throw JobErrors.Unsupported($"Dolby Digital has no bitrate of {rendition.Bitrate}.");
        return rendition;
    }

    private static AudioRendition Rendition(Audio codec, SourceMedia source, AudioCodec kind, int[] channelCounts)
    {
        var channels = codec.Channels ?? 2;
        if (!channelCounts.Contains(channels)) throw JobErrors.Unsupported($"{channels} audio channels are not supported.");
        // A surround output takes the first sound that has as many channels.
        var surround = Enumerable.Range(0, source.Sounds.Count).Where(index => channels > 2 && source.Sounds[index].Channels >= channels);
        var sound = surround.FirstOrDefault(0);
        return new AudioRendition
        {
            Label = codec.Label ?? "",
            Codec = kind,
            Channels = channels,
            SampleRate = codec.SamplingRate ?? 48000,
            Bitrate = codec.Bitrate ?? 128_000,
            Sound = sound,
            Language = source.Sounds[sound].Language,
        };
    }
}
