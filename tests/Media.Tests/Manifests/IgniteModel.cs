using System.Text.Json;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Codecs.Aac;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>The asset behind the published AMS sample manifests, from its description in the shared vectors.</summary>
internal static class IgniteModel
{
    private const uint VideoTimescale = 30000;
    private const uint FrameTicks = 1001;
    private const int FramesPerGop = 60;
    private const int SamplesPerFrame = 1024;

    public static Presentation Load()
    {
        using var model = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Spec("vectors/manifests/ignite-model.json")));
        var audio = model.RootElement.GetProperty("audio").EnumerateArray().Select(Audio);
        var video = model.RootElement.GetProperty("video");
        var frames = (int)(video.GetProperty("durationTicks").GetInt64() * VideoTimescale / FrameTicks / 10_000_000) + 1;
        var levels = video.GetProperty("levels").EnumerateArray().Select(level => Level(level, video.GetProperty("trackName").GetString()!, frames));
        return PresentationBuilder.Build([.. audio, .. levels]);
    }

    public static byte[] Seed(string file) => File.ReadAllBytes(SharedFiles.Spec("vectors/manifests/" + file));

    private static RenditionSource Audio(JsonElement model)
    {
        var config = Convert.FromHexString(model.GetProperty("audioSpecificConfig").GetString()!);
        var rate = model.GetProperty("samplingRate").GetInt32();
        var format = new TrackFormat
        {
            Kind = TrackKind.Audio,
            Codec = Codec.Aac,
            SampleEntryType = FourCC.Mp4a,
            SampleEntry = default,
            CodecString = model.GetProperty("codec").GetString()!,
            AudioSpecificConfig = config,
            Aac = AudioSpecificConfig.Parse(config),
            Channels = model.GetProperty("channels").GetInt32(),
            SamplingRate = rate,
        };
        var bitrate = model.GetProperty("bitrate").GetInt64();
        var frames = model.GetProperty("frames").GetInt32();
        var bytes = bitrate * frames * SamplesPerFrame / rate / 8;
        var track = SyntheticTrack.Create(format, (uint)rate, SamplesPerFrame, frames, 1, bytes, model.GetProperty("language").GetString()!);
        return new RenditionSource("audio.mp4", track, model.GetProperty("trackName").GetString()!) { Bitrate = bitrate };
    }

    private static RenditionSource Level(JsonElement model, string trackName, int frames)
    {
        var sets = model.GetProperty("annexB_SPS_PPS").GetString()!.Split("00000001", StringSplitOptions.RemoveEmptyEntries)
            .Select(Convert.FromHexString).ToArray();
        var bitrate = model.GetProperty("bitrate").GetInt64();
        var format = new TrackFormat
        {
            Kind = TrackKind.Video,
            Codec = Codec.Avc,
            SampleEntryType = FourCC.Avc1,
            SampleEntry = default,
            CodecString = $"avc1.{Convert.ToHexStringLower(sets[0].AsSpan(1, 3))}",
            Width = model.GetProperty("width").GetInt32(),
            Height = model.GetProperty("height").GetInt32(),
            NalLengthSize = 4,
            SequenceParameterSets = [sets[0]],
            PictureParameterSets = [sets[1]],
        };
        var bytes = bitrate * frames * FrameTicks / VideoTimescale / 8;
        var track = SyntheticTrack.Create(format, VideoTimescale, FrameTicks, frames, FramesPerGop, bytes);
        return new RenditionSource($"{format.Height}.mp4", track, trackName) { Bitrate = bitrate };
    }
}
