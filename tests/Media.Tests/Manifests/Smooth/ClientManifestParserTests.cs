using System.Text;
using MediaPlatform.Media.Manifests.Smooth;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests.Smooth;

/// <summary>Stored client manifests are read as they were written, and nothing that is done to one ends in another exception.</summary>
public sealed class ClientManifestParserTests
{
    private static byte[] Stored => File.ReadAllBytes(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ismc"));

    [Test]
    public void Streams_levels_and_times_are_read()
    {
        var manifest = ClientManifestParser.Parse(Stored);

        var (audio, video) = (manifest.Streams[0], manifest.Streams[1]);
        Assert.Multiple(() =>
        {
            Assert.That((audio.Kind, audio.Name, audio.Timescale), Is.EqualTo((TrackKind.Audio, "audio", 10_000_000u)));
            Assert.That(audio.Bitrates, Is.EqualTo(new long[] { 157582 }));
            Assert.That(audio.Times, Is.EqualTo(new long[] { 0, 20201360, 40402721, 60604081, 80805442 }));
            Assert.That((video.Kind, video.Bitrates.Single(), video.Times.Length), Is.EqualTo((TrackKind.Video, 2862836L, 2)));
        });
    }

    [Test]
    public void Repeats_count_all_fragments_and_a_time_opens_a_gap()
    {
        var stream = Parse("<StreamIndex Type=\"text\" TimeScale=\"1000\" Language=\"deu\"><c t=\"5\" d=\"10\" r=\"3\"/><c d=\"4\"/><c t=\"100\" d=\"1\"/></StreamIndex>").Streams.Single();

        Assert.That((stream.Name, stream.Timescale, stream.Language), Is.EqualTo(("text", 1000u, "deu")));
        Assert.That(stream.Times, Is.EqualTo(new long[] { 5, 15, 25, 35, 100 }));
    }

    [TestCase("<StreamIndex Type=\"video\"><c d=\"1\" r=\"4000000000\"/></StreamIndex>")]
    [TestCase("<StreamIndex Type=\"video\"><c t=\"9223372036854775807\" d=\"1\" r=\"2\"/></StreamIndex>")]
    [TestCase("<StreamIndex Type=\"video\">")]
    public void Absurd_and_cut_manifests_are_refused(string content) => Assert.That(() => Parse(content), Throws.InstanceOf<InvalidMediaException>());

    [Test]
    public void Streams_of_many_repeats_are_refused_before_memory_is_spent_on_them()
    {
        var manifest = Encoding.UTF8.GetBytes(
            $"<SmoothStreamingMedia>{string.Concat(Enumerable.Repeat("<StreamIndex Type=\"video\"><c d=\"1\" r=\"2000000\"/></StreamIndex>", 500))}</SmoothStreamingMedia>");
        var trial = new ParserTrial(bytes => ClientManifestParser.Parse(bytes), 256 << 20);
        trial.Run(manifest, "repeats");

        Assert.That(trial.Refused, Is.EqualTo(1));
    }

    [Test]
    public void A_manifest_cut_anywhere_is_refused()
    {
        var valid = Stored;
        var trial = new ParserTrial(bytes => ClientManifestParser.Parse(bytes));
        trial.EveryCut(valid[..(valid.AsSpan().LastIndexOf((byte)'>') + 1)]);

        Assert.That(trial.Refused, Is.EqualTo(trial.Count));
    }

    [Test]
    public void Document_types_and_entities_are_refused()
    {
        const string Bomb = "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><SmoothStreamingMedia><StreamIndex Type=\"&b;\"/></SmoothStreamingMedia>";

        Assert.That(() => ClientManifestParser.Parse(Encoding.UTF8.GetBytes(Bomb)), Throws.InstanceOf<InvalidMediaException>());
        Assert.That(() => ClientManifestParser.Parse("<smil/>"u8.ToArray()), Throws.InstanceOf<InvalidMediaException>());
    }

    [Test]
    public void A_damaged_manifest_is_read_or_refused()
    {
        var valid = Stored;
        for (var seed = 0; seed < 3000; seed++)
        {
            try
            {
                var manifest = ClientManifestParser.Parse(Mutation.Of(valid, seed, 0, valid.Length));
                Assert.That(manifest.Streams.Select(stream => stream.Timescale), Is.All.GreaterThan(0));
            }
            catch (InvalidMediaException)
            {
                // Refused with a reason.
            }
        }
    }

    private static ClientManifest Parse(string streams) =>
        ClientManifestParser.Parse(Encoding.UTF8.GetBytes($"<SmoothStreamingMedia MajorVersion=\"2\">{streams}</SmoothStreamingMedia>"));
}
