using System.Diagnostics;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

public sealed class Mp4ParserBadFilesTests
{
    private static IEnumerable<string> BadFiles() => SharedFiles.MediaNames("bad");

    [TestCaseSource(nameof(BadFiles))]
    public async Task Damaged_file_is_refused_or_read_quickly_and_in_little_memory(string name)
    {
        using var reader = new FileMediaReader(SharedFiles.Media($"bad/{name}"));
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var file = await Mp4Parser.ReadAsync(reader);
            TestContext.Out.WriteLine($"parsed: {string.Join(", ", file.Tracks.Select(t => $"{t.Format.CodecString} {t.SampleCount}"))}");
        }
        catch (InvalidMediaException exception)
        {
            TestContext.Out.WriteLine(exception.Message);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(allocated, Is.LessThan(4_000_000));
    }

    [TestCase("ftyp-only.mp4")]
    [TestCase("truncated-no-moov.mp4")]
    [TestCase("truncated-media.mp4")]
    [TestCase("chunk-offsets-past-end.mp4")]
    [TestCase("stsz-absurd-sample-count.mp4")]
    [TestCase("stco-absurd-entry-count.mp4")]
    [TestCase("stts-absurd-entry-count.mp4")]
    [TestCase("box-size-smaller-than-header.mp4")]
    [TestCase("stts-absurd-run-length.mp4")]
    [TestCase("claims-65535x65535.mp4")]
    [TestCase("timescale-zero.mp4")]
    [TestCase("track-timescale-zero.mp4")]
    [TestCase("random-bytes.mp4")]
    [TestCase("zero-bytes.mp4")]
    [TestCase("audio-track-without-stsd.mp4")]
    public void Unusable_file_is_refused_with_its_fault(string name)
    {
        using var reader = new FileMediaReader(SharedFiles.Media($"bad/{name}"));

        Assert.That(async () => await Mp4Parser.ReadAsync(reader), Throws.TypeOf<InvalidMediaException>());
    }
}
