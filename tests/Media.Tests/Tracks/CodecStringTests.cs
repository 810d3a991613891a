using System.Reflection;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>RFC 6381 strings, checked against profile and level as ffprobe reports them.</summary>
public sealed class CodecStringTests
{
    [Test]
    public void Every_file_of_the_family_has_its_row()
    {
        var rows = GetType().GetMethod(nameof(Codec_string_names_profile_and_level_of_the_stream))!.GetCustomAttributes<TestCaseAttribute>();

        Assert.That(rows.Select(row => row.Arguments[0]), Is.EquivalentTo(SampleMedia.Mp4Files()));
    }

    [TestCase("good/atmos-eac3-joc.mp4", "ec-3")]
    [TestCase("good/audio-only-eng.m4a", "mp4a.40.2")]
    [TestCase("good/bbb-720p24-h264-aac.mp4", "mp4a.40.2 avc1.64001f")]
    [TestCase("good/bbb-720p25-aac51.mp4", "avc1.4d401f mp4a.40.2")]
    [TestCase("good/bbb-anamorphic-320x240-sar4x3.mp4", "avc1.64000d mp4a.40.2")]
    [TestCase("good/bbb-hevc-hev1-720p.mp4", "hev1.1.6.L93.90 mp4a.40.2")]
    [TestCase("good/bbb-hevc-hvc1-720p.mp4", "hvc1.1.6.L93.90 mp4a.40.2")]
    [TestCase("good/bumper-1080p29.97.mp4", "avc1.4d4028 mp4a.40.2")]
    [TestCase("good/counter-320x240-60fps.mp4", "avc1.42c015 mp4a.40.2")]
    [TestCase("good/dts-core-dtsc.mp4", "dtsc")]
    [TestCase("good/dts-express-dtse.mp4", "dtse")]
    [TestCase("good/dts-hd-ma-dtsh.mp4", "dtsh")]
    [TestCase("good/dts-hd-ma-mp4a-a9.mp4", "mp4a.a9")]
    [TestCase("good/dts-label-only-dtsl.mp4", "dtsl")]
    [TestCase("good/eac3-51-voices-72s.mp4", "ec-3")]
    [TestCase("good/eac3-51.mp4", "ec-3")]
    [TestCase("good/edit-list-positive-shift.mp4", "avc1.42c028 mp4a.40.2")]
    [TestCase("good/eight-mono-aac-tracks.mp4", "mp4a.40.2")]
    [TestCase("good/elephants-hevc-hvc1-360p.mp4", "hvc1.1.6.L120.90 mp4a.40.2")]
    [TestCase("good/elf-640x480-60fps.mp4", "avc1.64001f mp4a.40.2")]
    [TestCase("good/fragmented-h264-aac.mp4", "avc1.64001f mp4a.40.2")]
    [TestCase("good/h264-hi422-1080i-separate-fields.mov", "avc1.7a0029")]
    [TestCase("good/hdr10-hevc-hev1-1080p.mp4", "hev1.2.4.L150.B0 mp4a.40.2")]
    [TestCase("good/long-6min-1080p-lowbitrate.mp4", "avc1.42c028 mp4a.40.2")]
    [TestCase("good/one-frame.mp4", "avc1.64001f")]
    [TestCase("good/phone-rotated-h264.mov", "mp4a.40.2 avc1.42001e")]
    [TestCase("good/phone-vfr-portrait-thermal.mp4", "avc1.640028 mp4a.40.2")]
    [TestCase("good/phone-vfr-rotate90.mp4", "avc1.640028 mp4a.40.2")]
    [TestCase("good/portrait-720x1080.mp4", "avc1.64001f mp4a.40.2")]
    [TestCase("good/prores-proxy-720x480.mov", "apco sowt")]
    [TestCase("good/rabbit-320x240-4x3.mp4", "avc1.42e00d mp4a.40.2")]
    [TestCase("good/talk-480p30-42s.mp4", "avc1.64001e mp4a.40.2")]
    [TestCase("good/three-languages-480p.mp4", "avc1.64001e mp4a.40.2")]
    [TestCase("good/video-only-640x272.mp4", "avc1.640015")]
    [TestCase("ams-asset-mbr/BigBuckBunny_1000.mp4", "mp4a.40.2 avc1.4d001e")]
    [TestCase("ams-asset-mbr/BigBuckBunny_1500.mp4", "mp4a.40.2 avc1.4d001f")]
    [TestCase("ams-asset-mbr/BigBuckBunny_2250.mp4", "mp4a.40.2 avc1.4d001f")]
    [TestCase("ams-asset-mbr/BigBuckBunny_3400.mp4", "mp4a.40.2 avc1.4d0020")]
    [TestCase("ams-asset-mbr/BigBuckBunny_400.mp4", "mp4a.40.2 avc1.4d000d")]
    [TestCase("ams-asset-mbr/BigBuckBunny_650.mp4", "mp4a.40.2 avc1.4d001e")]
    [TestCase("ams-asset-smooth/BigBuckBunny.isma", "mp4a.40.2")]
    [TestCase("ams-asset-smooth/BigBuckBunny.ismv", "avc1.64401f")]
    [TestCase("refuse/ac3-51.mp4", "ac-3")]
    [TestCase("refuse/ac3-mono-22s.mp4", "ac-3")]
    public async Task Codec_string_names_profile_and_level_of_the_stream(string path, string expected)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        var file = await Mp4Parser.ReadAsync(reader);

        Assert.That(string.Join(' ', file.Tracks.Select(track => track.Format.CodecString).Distinct()), Is.EqualTo(expected));
    }
}
