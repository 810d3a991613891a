using System.Globalization;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Sample tables of every good file against ffprobe's reading of the same file.</summary>
[Category("Integration")]
public sealed class SampleTableProbeTests
{
    private readonly record struct Packet(long? Pts, long? Dts, long Size, long Position, bool IsKey);

    // ffprobe gathers the PCM of the QuickTime file into packets of its own.
    private static IEnumerable<string> Files() => SampleMedia.Mp4Files().Where(path => !path.Contains("prores"));

    [TestCaseSource(nameof(Files))]
    public async Task Sizes_positions_times_and_key_frames_are_those_that_ffprobe_reads(string path)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        var file = await Mp4Parser.ReadAsync(reader);
        var packets = await ProbeAsync(SharedFiles.Media(path));
        foreach (var track in file.Tracks)
        {
            CompareTo(WithoutPriming(packets[track.TrackId], track), track);
        }
    }

    /// <summary>Audio frames that lie wholly outside of the edit are not part of the track: priming and padding.</summary>
    private static List<Packet> WithoutPriming(List<Packet> packets, TrackIndex track)
    {
        var skipped = packets.FindIndex(packet => packet.Position == track.OffsetOf(0));
        var padding = packets.Count - skipped - track.SampleCount;
        Assert.That((skipped, padding), track.Format.Kind == TrackKind.Audio ? Is.LessThanOrEqualTo((2, 2)) : Is.EqualTo((0, 0)), $"track {track.TrackId}");
        return packets.GetRange(skipped, track.SampleCount);
    }

    private static void CompareTo(List<Packet> expected, TrackIndex track)
    {
        // Where the edit starts inside the first samples these are shortened; all others keep their times.
        var start = Math.Min(2, track.SampleCount - 1);
        var firstDts = expected[start].Dts!.Value - track.DecodeTime(start).Ticks;
        var firstPts = expected[start].Pts!.Value - track.PresentationTime(start).Ticks;
        foreach (var sample in track.Samples())
        {
            var packet = expected[sample.Number];
            Assert.That((sample.Size, sample.Offset), Is.EqualTo(((uint)packet.Size, packet.Position)), $"sample {sample.Number}");
            Assert.That(sample.IsSync, Is.EqualTo(packet.IsKey), $"key flag of sample {sample.Number}");
            if (sample.Number < start)
            {
                continue;
            }

            Assert.That(sample.DecodeTicks + firstDts, Is.EqualTo(packet.Dts), $"decode time of sample {sample.Number}");
            Assert.That(sample.PresentationTicks + firstPts, Is.EqualTo(packet.Pts), $"presentation time of sample {sample.Number}");
        }
    }

    private static async Task<Dictionary<uint, List<Packet>>> ProbeAsync(string path)
    {
        var probe = await ToolRunner.RunAsync(
            "ffprobe",
            [
                "-v", "error", "-ignore_editlist", "1", "-show_entries", "stream=index,id:packet=stream_index,pts,dts,size,pos,flags",
                "-of", "compact=p=0", path,
            ]);
        var byIndex = new Dictionary<string, List<Packet>>();
        var byTrack = new Dictionary<uint, List<Packet>>();
        foreach (var line in probe.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split('|').Select(field => field.Split('=')).Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1]);
            if (fields.TryGetValue("stream_index", out var stream))
            {
                Add(byIndex, stream, fields);
            }
            else if (fields.TryGetValue("id", out var id) && byIndex.TryGetValue(fields["index"], out var packets))
            {
                byTrack[Convert.ToUInt32(id, 16)] = packets;
            }
        }

        return byTrack;
    }

    private static void Add(Dictionary<string, List<Packet>> byIndex, string stream, Dictionary<string, string> fields)
    {
        if (!byIndex.TryGetValue(stream, out var packets))
        {
            byIndex[stream] = packets = [];
        }

        packets.Add(new Packet(
            Number(fields["pts"]), Number(fields["dts"]), Number(fields["size"])!.Value, Number(fields["pos"]) ?? -1, fields["flags"].StartsWith('K')));
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
