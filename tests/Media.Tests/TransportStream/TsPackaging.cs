using System.IO.Pipelines;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>Writes transport stream segments the way a player would fetch them.</summary>
internal static class TsPackaging
{
    public static bool Carries(TrackFormat format) =>
        format.Codec is Codec.Avc or Codec.Hevc or Codec.Aac or Codec.Mp3 or Codec.Eac3 or Codec.Ac3 or Codec.Dts;

    public static async Task<byte[]> SegmentAsync(TsSegment segment, ByteRange? part = null)
    {
        using var stream = new MemoryStream();
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        Assert.That(await segment.WriteAsync(writer, part ?? new ByteRange(0, segment.Length), default), Is.True);
        await writer.CompleteAsync();
        return stream.ToArray();
    }

    /// <summary>All segments of one rendition.</summary>
    public static async Task<List<byte[]>> SegmentsAsync(IMediaReader reader, SwitchingSet set, Rendition rendition)
    {
        var segments = new List<byte[]>();
        for (var i = 0; i < set.Plan.Count; i++)
        {
            using var segment = new TsSegment([new TsStreamInput(rendition.Track, rendition.Samples(i), reader)], i);
            segments.Add(await SegmentAsync(segment));
            Assert.That(segments[^1], Has.Length.EqualTo(segment.Length), "announced length");
        }

        return segments;
    }
}
