using System.Globalization;
using System.Text;
using System.Xml.Linq;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Tests.Manifests.Hls;

/// <summary>Media with holes, as live events leave it: what all tracks lack is a discontinuity of every playlist, what one lacks keeps the playlists in step.</summary>
public sealed class GapTests
{
    private const long Second = MediaTime.PresentationTimescale;

    [Test]
    public void What_all_tracks_lack_is_a_discontinuity_in_each_playlist()
    {
        var presentation = Present(Video((0, 2), (2, 4), (10, 12)), Sound((0, 2), (2, 4), (10, 12)));

        Assert.That(Lines(presentation, 0), Is.EqualTo(["2", "2", "gap", "2"]));
        Assert.That(Lines(presentation, 1), Is.EqualTo(["2", "2", "gap", "2"]));
    }

    [Test]
    public void What_one_track_lacks_counts_to_its_segment_before_so_that_playlists_stay_in_step()
    {
        var presentation = Present(Video((0, 2), (4, 6), (6, 8)), Sound((0, 2), (2, 4), (4, 6), (6, 8)));

        Assert.That(Lines(presentation, 0), Is.EqualTo(["4", "2", "2"]));
        Assert.That(Lines(presentation, 1), Is.EqualTo(["2", "2", "2", "2"]));
    }

    [Test]
    public void A_gap_begins_when_the_last_track_ends()
    {
        var presentation = Present(Video((0, 2), (9, 12)), Sound((0, 3), (9, 12)));

        Assert.That(Lines(presentation, 0), Is.EqualTo(["3", "gap", "3"]));
        Assert.That(Lines(presentation, 1), Is.EqualTo(["3", "gap", "3"]));
    }

    [Test]
    public void Playlists_go_on_together_behind_a_gap()
    {
        var presentation = Present(Video((0, 2), (8, 12)), Sound((0, 2), (9, 12)));

        Assert.That(Lines(presentation, 0), Is.EqualTo(["2", "gap", "4"]));
        Assert.That(Lines(presentation, 1), Is.EqualTo(["2", "gap", "4"]));
    }

    [Test]
    public void A_track_that_begins_behind_a_gap_counts_it()
    {
        var playlist = Text(Present(Video((0, 2), (6, 8), (8, 10)), Sound((8, 10))), 1);

        Assert.That(playlist, Does.Contain("#EXT-X-DISCONTINUITY-SEQUENCE:1\n").And.Not.Contain("#EXT-X-DISCONTINUITY\n").And.Contain("#EXTINF:4.000000"), "from the gap on");
    }

    [Test]
    public void A_track_without_segments_between_two_gaps_counts_both()
    {
        var presentation = Present(Video((0, 2), (6, 8), (12, 14)), Sound((0, 2), (12, 14)));

        Assert.That(Lines(presentation, 1), Is.EqualTo(["2", "gap", "gap", "2"]));
    }

    [Test]
    public void Captions_that_go_on_in_a_gap_are_listed_up_to_it_and_from_behind_it()
    {
        var presentation = Present(Video((0, 3), (9, 12)), Text((0, 2), (2, 4), (4, 6), (6, 8), (8, 10), (10, 12)));

        Assert.That(Lines(presentation, 1), Is.EqualTo(["2", "1", "gap", "1", "2"]));
        Assert.That(Text(presentation, 1), Does.Contain("=20000000,").And.Contain("=80000000,").And.Not.Contain("=40000000,"));
    }

    [Test]
    public void One_caption_segment_over_a_whole_gap_is_on_both_sides_of_it()
    {
        var presentation = Present(Video((0, 3), (9, 12)), Text((0, 12)));

        Assert.That(Lines(presentation, 1), Is.EqualTo(["3", "gap", "3"]));
    }

    [Test]
    public void Key_frames_end_at_the_gap()
    {
        // The key frames of the track are two seconds apart.
        var presentation = Present(Video((0, 5), (6, 12)));
        var set = presentation.Sets[0];
        var playlist = HlsPlaylistWriter.WriteKeyFrames(set, set.Renditions[0], HlsForm.Cmaf, Options(presentation) with { Gaps = [new(5 * Second, (5 * Second) + (Second / 2))] });

        Assert.That(Lines(playlist), Is.EqualTo(["2", "2", "1", "gap", "2.5", "2", "2"]));
        Assert.That(Encoding.UTF8.GetString(playlist), Does.Contain("KeyFrames(video_track=60000000,"), "names are times of frames, not of gaps");
    }

    [Test]
    public void Every_date_and_the_longest_duration_are_those_of_what_is_listed()
    {
        var playlist = Text(Present(Video((0, 2), (4, 6), (20, 22)), Sound((0, 2), (2, 4), (4, 6), (20, 22))), 0);

        Assert.That(playlist, Does.Contain("#EXT-X-TARGETDURATION:4\n"));
        Assert.That(playlist.Split('\n').Where(line => line.StartsWith("#EXT-X-PROGRAM-DATE-TIME", StringComparison.Ordinal)).Select(line => line[^13..]), Is.EqualTo(["00:00:00.000Z", "00:00:04.000Z", "00:00:20.000Z"]));
    }

    [Test]
    public void Sound_in_the_last_segment_that_goes_on_is_a_part_of_it()
    {
        var presentation = Present(Video((0, 2), (2, 4)), Sound((0, 7)));
        var set = presentation.Sets[0];

        Assert.That(Lines(HlsPlaylistWriter.Write(set, set.Renditions[0], HlsForm.MuxedTs, Options(presentation) with { MuxedEnd = 7 * Second })), Is.EqualTo(["2", "5"]));
        Assert.That(Lines(HlsPlaylistWriter.Write(set, set.Renditions[0], HlsForm.MuxedTs, Options(presentation) with { MuxedEnd = (4 * Second) + 230_000 })), Is.EqualTo(["2", "2"]));
    }

    [Test]
    public void Whatever_is_missing_every_fragment_is_listed_once_and_playlists_stay_in_step()
    {
        var random = new Random(17);
        for (var round = 0; round < 500; round++)
        {
            var presentation = Present(Video(Some(random)), Sound(Some(random)), Text([.. Enumerable.Range(0, 30).Select(number => (2 * number, (2 * number) + 2))]));
            var gaps = MediaGap.Of(presentation);
            foreach (var set in presentation.Sets)
            {
                var segments = new List<HlsSegment>();
                foreach (var segment in new HlsSegments(set.Plan, [.. gaps]))
                {
                    segments.Add(segment);
                }

                Assert.That(segments.Select(segment => segment.Duration), Is.All.GreaterThan(0));
                if (set.Kind != TrackKind.Text)
                {
                    Assert.That(segments.Select(segment => segment.Number), Is.EqualTo(Enumerable.Range(0, set.Plan.Count)));
                    Assert.That(segments, Is.All.Matches<HlsSegment>(segment => segment.Start <= set.Plan.Starts[segment.Number] && segment.End >= set.Plan.Ends[segment.Number]));
                }

                for (int i = 1, passed = segments[0].Gaps; i < segments.Count; i++)
                {
                    passed += segments[i].Gaps;
                    var isJoint = segments[i].Gaps > 0;
                    Assert.That(segments[i].Start, Is.EqualTo(isJoint ? gaps[passed - 1].End : segments[i - 1].End));
                    Assert.That(segments[i - 1].End, Is.EqualTo(isJoint ? gaps[passed - segments[i].Gaps].Start : segments[i].Start));
                }
            }
        }

        // Two seconds each, some of them lost.
        static (int Start, int End)[] Some(Random random)
        {
            var isThere = false;
            var kept = new List<(int Start, int End)>();
            for (var start = 0; start < 60; start += 2)
            {
                isThere = random.Next(4) == 0 ? !isThere : isThere;
                if (isThere || (start == 58 && kept.Count == 0))
                {
                    kept.Add((start, start + 2));
                }
            }

            return [.. kept];
        }
    }

    /// <summary>dash.js ends a film at a time that no segment covers.</summary>
    [Test]
    public void An_mpd_covers_gaps_and_names_the_time_behind_them()
    {
        var mpd = XDocument.Parse(Encoding.UTF8.GetString(MpdWriter.Write(Present(Video((0, 2), (2, 4), (4, 6), (9, 11), (11, 13))), isCmaf: true, new ManifestOptions { Parameters = "" })));
        var segments = mpd.Descendants().Where(element => element.Name.LocalName == "S")
            .Select(segment => string.Join(' ', segment.Attributes().Select(attribute => $"{attribute.Name}{attribute.Value.Replace("0000000", "s", StringComparison.Ordinal)}")));

        Assert.That(segments, Is.EqualTo(["t0 d2s r1", "d5s", "t9s d2s r1"]));
    }

    private static Presentation Present(params SwitchingSet[] sets) =>
        new() { Sets = [.. sets], Timeline = new(sets.Min(set => set.Plan.Start), sets.Max(set => set.Plan.End)) };

    private static ManifestOptions Options(Presentation presentation) => new() { Parameters = "format=x", Gaps = [.. MediaGap.Of(presentation)] };

    private static string Text(Presentation presentation, int set) =>
        Encoding.UTF8.GetString(HlsPlaylistWriter.Write(presentation.Sets[set], presentation.Sets[set].Renditions[0], HlsForm.Cmaf, Options(presentation)));

    private static IEnumerable<string> Lines(Presentation presentation, int set) => Lines(Encoding.UTF8.GetBytes(Text(presentation, set)));

    /// <summary>Seconds of each segment, and the discontinuities between them.</summary>
    private static IEnumerable<string> Lines(byte[] playlist) =>
        Encoding.UTF8.GetString(playlist).Split('\n')
            .Where(line => line.StartsWith("#EXTINF", StringComparison.Ordinal) || line == "#EXT-X-DISCONTINUITY")
            .Select(line => line == "#EXT-X-DISCONTINUITY" ? "gap" : decimal.Parse(line[8..^8], CultureInfo.InvariantCulture).ToString("0.###", CultureInfo.InvariantCulture));

    private static SwitchingSet Video(params (int Start, int End)[] seconds) => Set(TrackKind.Video, Codec.Avc, "video", seconds);

    private static SwitchingSet Sound(params (int Start, int End)[] seconds) => Set(TrackKind.Audio, Codec.Aac, "audio", seconds);

    private static SwitchingSet Text(params (int Start, int End)[] seconds) => Set(TrackKind.Text, Codec.Ttml, "text", seconds);

    private static SwitchingSet Set(TrackKind kind, Codec codec, string name, (int Start, int End)[] seconds)
    {
        var format = new TrackFormat { Kind = kind, Codec = codec, SampleEntryType = IsoBmff.FourCC.Avc1, SampleEntry = default, CodecString = "x", Width = 64, Height = 64 };
        var track = SyntheticTrack.Create(format, timescale: 1, sampleDuration: 1, samples: seconds[^1].End, syncEvery: kind == TrackKind.Video ? 2 : 1, totalBytes: 1000);
        return new SwitchingSet
        {
            Kind = kind,
            TrackName = name,
            Language = "und",
            Renditions = [new Rendition("a", track, 1000, [.. Enumerable.Range(0, seconds.Length + 1)])],
            Plan = new([.. seconds.Select(span => span.Start * Second)], [.. seconds.Select(span => span.End * Second)]),
        };
    }
}
