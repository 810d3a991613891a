using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

public sealed class CaptionDetectorTests
{
    [Test]
    [Category("Integration")]
    public async Task Captions_in_the_video_are_announced_and_kept_in_the_sidecar()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("captions.mp4");
        var copy = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-nostdin", "-i", SharedFiles.Media("good/cea608-in-h264.ts"), "-c", "copy", path]);
        Assert.That(copy.ExitCode, Is.Zero, copy.Errors);
        using var reader = new FileMediaReader(path);

        var file = await CaptionDetector.AnnounceAsync(await Mp4Parser.ReadAsync(reader), reader, default);

        Assert.That(file.Tracks[0].Format.Captions & CaptionServices.Cea608, Is.EqualTo(CaptionServices.Cea608));
        StoredIndex.TryRead(IndexSidecar.Write(file, "tag"), file.Length, "tag", out var loaded);
        Assert.That(loaded!.Tracks[0].Format.Captions, Is.EqualTo(file.Tracks[0].Format.Captions));
    }

    [TestCase("good/bbb-720p24-h264-aac.mp4")]
    [TestCase("good/bbb-hevc-hev1-720p.mp4")]
    public async Task Video_without_captions_is_left_alone(string path)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        var file = await Mp4Parser.ReadAsync(reader);

        Assert.That((await CaptionDetector.AnnounceAsync(file, reader, default)).Tracks, Is.EqualTo(file.Tracks));
    }

    // One SEI unit: user data with one valid 608 and one valid 708 triplet, by hand from ATSC A/53.
    [TestCase("00000014060410 B50031 4741393403 C2FF FC942C FE0000 80", Codec.Avc, CaptionServices.Cea608 | CaptionServices.Cea708)]
    [TestCase("0000001106040D B50031 4741393403 C1FF F8942C 80", Codec.Avc, CaptionServices.None)]
    [TestCase("000000124E01040D B50031 4741393403 C1FF FC942C 80", Codec.Hevc, CaptionServices.Cea608)]
    [TestCase("FFFFFFFF06040D B50031 4741393403 C1FF FC942C 80", Codec.Avc, CaptionServices.Cea608)]
    [TestCase("0000000306FFFF", Codec.Avc, CaptionServices.None)]
    [TestCase("00000000", Codec.Avc, CaptionServices.None)]
    public void Triplets_tell_the_service(string hex, Codec codec, CaptionServices expected)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        Assert.That(CaptionMessage.In(bytes, codec, 4), Is.EqualTo(expected));
    }

    [Test]
    public void Damaged_messages_are_walked_safely()
    {
        var valid = Convert.FromHexString("00000014060410B500314741393403C2FFFC942CFE000080000000034E010400000018060DFF8004FF10B500314741393403DFFFFC942C80");
        foreach (var codec in new[] { Codec.Avc, Codec.Hevc })
        {
            foreach (var lengthSize in new[] { 1, 2, 4 })
            {
                var trial = new ParserTrial(bytes => CaptionMessage.In(bytes, codec, lengthSize));
                trial.EveryDamage(valid);
                Assert.That(trial.Refused, Is.Zero);
            }
        }
    }

    [Test]
    public void Arbitrary_bytes_are_walked_safely()
    {
        var random = new Random(608);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            bytes.AsSpan(0, Math.Min(3, bytes.Length)).Clear();
            Assert.That(() => CaptionMessage.In(bytes, round % 2 == 0 ? Codec.Avc : Codec.Hevc, 4), Throws.Nothing);
        }
    }
}
