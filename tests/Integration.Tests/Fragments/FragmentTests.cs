namespace MediaPlatform.Integration.Tests.Fragments;

/// <summary>
/// What the origin serves of real encodes, judged byte by byte: fragments join without gap or overlap, begin where decoding can begin, are cut alike in
/// every rendition, and last as long as the manifests say; picture and sound start together.
/// </summary>
public sealed class FragmentTests
{
    private const decimal AudioFrame = 1024m / 48000;

    /// <summary>QuickTime, MXF, MP4, variable frame rate with late sound, WMV at 29.97, and a transport stream whose clock rolls over; then a set by AMS.</summary>
    private static readonly string[] Files =
    [
        PublishedMedia.Mov, PublishedMedia.Mxf, PublishedMedia.Mp4,
        "good/phone-vfr-rotate90.mp4", "good/interview-vc1-wmapro.wmv", "good/ts-pts-rollover-20s.ts", PublishedMedia.AmsSet,
    ];

    /// <summary>Seconds that the picture begins after the sound in the files themselves: the encoder of this set left two frames of 24 a second, as ffprobe says too.</summary>
    private static decimal Late(string file) => file == PublishedMedia.AmsSet ? 2m / 24 : 0;

    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Open() => _client = new HttpClient();

    [OneTimeTearDown]
    public void Close() => _client.Dispose();

    [Test]
    public async Task Dash_fragments_are_whole_and_aligned([ValueSource(nameof(Files))] string file, [Values("(format=mpd-time-cmaf)", "(format=mpd-time-csf)")] string format)
    {
        await PublishedMedia.EncodeAsync(file);
        var (tracks, duration) = await ServedTrack.OfDashAsync(_client, PublishedMedia.ManifestUrl(file, format));
        Check(tracks, Late(file));
        Assert.That(duration, Is.EqualTo(tracks.Max(track => track.End)).Within(0.0005m), "an MPD tells milliseconds");
    }

    [TestCaseSource(nameof(Files))]
    public async Task Smooth_fragments_are_whole_and_aligned(string file)
    {
        await PublishedMedia.EncodeAsync(file);
        var (tracks, duration) = await ServedTrack.OfSmoothAsync(_client, PublishedMedia.ManifestUrl(file));
        Check(tracks, Late(file));
        Assert.That(duration, Is.EqualTo(tracks.Max(track => track.End)).Within(tracks[0].Tick));
        foreach (var fragment in tracks.SelectMany(track => track.Fragments)) Assert.That(fragment.AbsoluteDuration, Is.EqualTo(fragment.Duration), "tfxd");
    }

    [TestCaseSource(nameof(Files))]
    public async Task Hls_fragments_are_whole_and_aligned(string file)
    {
        await PublishedMedia.EncodeAsync(file);
        var tracks = await ServedTrack.OfHlsAsync(_client, PublishedMedia.ManifestUrl(file, "(format=m3u8-cmaf)"));
        Check(tracks, Late(file));
        foreach (var track in tracks) Assert.That(track.Promised.Sum(one => one.Duration), Is.EqualTo(track.Seconds(track.Fragments.Sum(one => one.Duration))).Within(track.Tick * track.Fragments.Count), track.Name);
    }

    [TestCaseSource(nameof(Files))]
    public async Task Transport_stream_segments_are_whole_and_aligned(string file)
    {
        await PublishedMedia.EncodeAsync(file);
        var tracks = new List<TsTrack>();
        foreach (var playlist in await HlsPlaylist.OfMasterAsync(_client, PublishedMedia.ManifestUrl(file, "(format=m3u8-aapl)"))) tracks.AddRange(await TsTrack.ReadAsync(playlist));

        decimal[] Starts(bool isVideo) => [.. tracks.Where(track => track.IsVideo == isVideo).Select(track => track.Segments[0].FirstShown)];
        Assert.That(tracks.Count(track => track.IsVideo), Is.GreaterThan(1));
        Assert.Multiple(() =>
        {
            foreach (var track in tracks) CheckJoints(track);
            foreach (var track in tracks.Where(track => track.IsVideo))
            {
                Assert.That(track.Segments.Select(segment => segment.StartsWithKey), Is.All.True, track.Name);
                Assert.That(track.Segments.Select(segment => segment.First), Is.EqualTo(tracks.First(one => one.IsVideo).Segments.Select(segment => segment.First)).Within(TsTrack.Rounding), $"{track.Name} is cut as the others");
            }

            CheckStart(Starts(isVideo: true), Starts(isVideo: false), Late(file));
        });
    }

    private static void Check(IReadOnlyList<ServedTrack> tracks, decimal late)
    {
        var pictures = tracks.Where(track => track.IsVideo).ToList();
        Assert.That(pictures, Has.Count.GreaterThan(1));
        Assert.Multiple(() =>
        {
            foreach (var track in tracks) CheckTimes(track);
            foreach (var track in pictures)
            {
                Assert.That(track.Fragments.Select(fragment => fragment.Samples[0].IsSync && fragment.StartsWithRefresh), Is.All.True, $"{track.Name}: decoding can start with every fragment");
                Assert.That(Grid(track), Is.EqualTo(Grid(pictures[0])), $"{track.Name} is cut as the others");
            }

            CheckStart([.. pictures.Select(track => track.Start)], [.. tracks.Except(pictures).Select(track => track.Start)], late);
        });
    }

    private static void CheckStart(decimal[] pictures, decimal[] sounds, decimal late)
    {
        Assert.That(sounds, Is.Not.Empty);
        Assert.That(pictures.Max() - sounds.Min() - late, Is.LessThan(AudioFrame), "pictures start with the sound");
        Assert.That(sounds.Max() - pictures.Min() + late, Is.LessThan(AudioFrame), "sound starts with the pictures");
    }

    private static void CheckTimes(ServedTrack track)
    {
        Assert.That(track.Fragments, Has.Count.EqualTo(track.Promised.Count).And.Not.Empty);
        for (var i = 0; i < track.Fragments.Count; i++)
        {
            var (fragment, promised) = (track.Fragments[i], track.Promised[i]);
            Assert.That(track.Seconds(fragment.Time), Is.EqualTo(promised.Start).Within(track.Tick * (i + 1)), $"{track.Name}: start of fragment {i}");
            Assert.That(track.Seconds(fragment.Duration), Is.EqualTo(promised.Duration).Within(track.Tick), $"{track.Name}: duration of fragment {i}");
            if (i > 0) Assert.That(fragment.Time, Is.EqualTo(track.Fragments[i - 1].Time + track.Fragments[i - 1].Duration), $"{track.Name}: fragment {i} begins where the last one ends");
        }
    }

    private static void CheckJoints(TsTrack track)
    {
        for (var i = 0; i < track.Segments.Count; i++)
        {
            var segment = track.Segments[i];
            Assert.That(segment.Steps, Is.All.GreaterThan(0), $"{track.Name}: decode times of segment {i} rise");
            var isLast = i + 1 == track.Segments.Count;
            var end = isLast ? segment.Last + track.Frame : track.Segments[i + 1].First;
            if (!isLast) Assert.That(end - segment.Last, Is.EqualTo(track.Frame).Within(TsTrack.Rounding), $"{track.Name}: segment {i + 1} begins one frame after the last of the one before");
            // The media may end within the last frame of sound, which a transport stream cannot say.
            var surplus = end - segment.First - segment.Promised;
            Assert.That(surplus, Is.InRange(-2 * TsTrack.Rounding, 2 * TsTrack.Rounding + (isLast && !track.IsVideo ? track.Frame : 0)), $"{track.Name}: duration of segment {i}");
        }
    }

    private static IEnumerable<(decimal Start, decimal Duration)> Grid(ServedTrack track) =>
        track.Fragments.Select(fragment => (track.Seconds(fragment.Time), track.Seconds(fragment.Duration)));
}
