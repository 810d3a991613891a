using MediaPlatform.Media.Codecs.Avc;
using MediaPlatform.Media.Codecs.Hevc;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Codecs;

/// <summary>
/// Sample entries with the configuration record of every codec (avcC, hvcC, av1C, vpcC, esds, dac3, dec3, ddts, dOps, dfLa), cut at every
/// byte, with every bit flipped and every field at its extremes.
/// </summary>
public sealed class SampleEntryDamageTests
{
    private static readonly string[] Files =
    [
        "good/bbb-720p24-h264-aac.mp4", "good/bbb-anamorphic-320x240-sar4x3.mp4", "good/bbb-hevc-hev1-720p.mp4", "good/hdr10-hevc-hev1-1080p.mp4",
        "good/h264-hi422-1080i-separate-fields.mov", "good/atmos-eac3-joc.mp4", "good/eac3-51.mp4", "good/dts-core-dtsc.mp4", "good/dts-hd-ma-mp4a-a9.mp4",
        "good/eight-mono-aac-tracks.mp4", "good/prores-proxy-720x480.mov", "refuse/ac3-51.mp4", "ams-asset-smooth/BigBuckBunny.ismv",
    ];

    // By hand: codecs that no shared file has. AV1 main profile level 5.1; VP9 profile 0; Opus and FLAC stereo.
    [TestCase("av01", TrackKind.Video, "av1C", "81050C00")]
    [TestCase("vp09", TrackKind.Video, "vpcC", "01000000 000A8201 01010000")]
    [TestCase("Opus", TrackKind.Audio, "dOps", "00020138 0000BB80 000000")]
    [TestCase("fLaC", TrackKind.Audio, "dfLa", "00000000 80000022 10001000 00000E00 32D40BB8 02F00003 A9800000 00000000 00000000 00000000 00000000 0000")]
    [TestCase("encv", TrackKind.Video, "sinf", "0000000C 66726D61 61766331")]
    [TestCase("mp4a", TrackKind.Audio, "esds", "00000000 0380808025 000100 0480808017 4015000000 00000000 00000000 0580808005 1190 56E500 068080800102")]
    public void An_entry_made_by_hand_gives_a_format_or_a_refusal(string type, TrackKind kind, string box, string hex)
    {
        byte[] body = [.. new byte[kind == TrackKind.Video ? 78 : 28], .. Box(box, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))];
        Damage(kind, Box(type, body));
    }

    [TestCaseSource(nameof(Files))]
    public async Task A_stored_entry_gives_a_format_or_a_refusal(string path)
    {
        foreach (var track in (await ReadAsync(path)).Tracks)
        {
            Damage(track.Format.Kind, track.Format.SampleEntry.ToArray());
        }
    }

    [TestCase("good/bbb-anamorphic-320x240-sar4x3.mp4")]
    [TestCase("good/hdr10-hevc-hev1-1080p.mp4")]
    public async Task A_sequence_parameter_set_gives_a_picture_or_a_refusal(string path)
    {
        var format = (await ReadAsync(path)).First(TrackKind.Video)!.Format;
        var isAvc = format.SampleEntryType == FourCC.Avc1;
        var trial = new ParserTrial(bytes => _ = isAvc ? AvcSequenceParameterSet.Parse(bytes).Width : HevcSequenceParameterSet.Parse(bytes).Width);
        var valid = format.SequenceParameterSets[0].ToArray();
        trial.EveryDamage(valid);
        trial.Mutations(valid, 2000, 1);
        trial.Noise(valid[..8], 200, 2000, 1);

        Assert.That(trial.Refused, Is.GreaterThan(trial.Count / 10));
    }

    /// <summary>The numbers of long-term pictures were as wide as a code of 63 bits said: no bits each, four billion times over.</summary>
    [Test]
    public void A_parameter_set_that_counts_without_bits_is_refused_at_once()
    {
        var bits = new BitText();
        bits.Add("0100001000000001").Add("0000").Add("000").Add("1").Add(new string('0', 96)); // header, ids, one layer, profile and level
        bits.Ue(0).Ue(1).Ue(320).Ue(240).Add("0").Ue(0).Ue(0); // id, chroma, size, no window, depths
        bits.Ue(0xFFFFFFFB).Add("1").Ue(0).Ue(0).Ue(0); // log2_max_pic_order_cnt_lsb_minus4
        bits.Ue(0).Ue(0).Ue(0).Ue(0).Ue(0).Ue(0).Add("0").Add("00").Add("0"); // block sizes, no lists, no PCM
        bits.Ue(0).Add("1").Ue(0xFFFFFFF0); // no short-term sets; long-term pictures
        new ParserTrial(bytes => HevcSequenceParameterSet.Parse(bytes)).Run(bits.ToBytes(), "long-term pictures");
    }

    private static void Damage(TrackKind kind, byte[] entry)
    {
        var trial = new ParserTrial(bytes => Parse(kind, bytes));
        Parse(kind, entry);
        trial.EveryDamage(entry);
        trial.Mutations(entry, 500, entry.Length);

        Assert.That(trial.Refused, Is.GreaterThan(0));
    }

    private static void Parse(TrackKind kind, byte[] entry)
    {
        var format = SampleEntryParser.Parse(kind, entry, default);
        Assert.That(format.CodecString, Is.Not.Empty);
    }

    private static byte[] Box(string type, byte[] body) =>
        [0, 0, (byte)((body.Length + 8) >> 8), (byte)(body.Length + 8), .. System.Text.Encoding.ASCII.GetBytes(type), .. body];

    private static async Task<MediaFile> ReadAsync(string path)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        return await Mp4Parser.ReadAsync(reader);
    }
}
