using System.Text;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests.Ism;

public sealed class ServerManifestParserTests
{
    [Test]
    public void A_manifest_with_byte_order_mark_and_bare_sources_is_read()
    {
        var manifest = ServerManifestParser.Parse(File.ReadAllBytes(SharedFiles.Media("ams-asset-mbr/BigBuckBunny_3400.ism")));

        Assert.Multiple(() =>
        {
            Assert.That(manifest.Formats, Is.EqualTo("mp4"));
            Assert.That(manifest.Tracks, Has.Length.EqualTo(7));
            Assert.That(manifest.Tracks[0].Source, Is.EqualTo("BigBuckBunny_1000.mp4"));
            Assert.That(manifest.Tracks[0].UrlName, Is.EqualTo("video"));
            Assert.That(manifest.Tracks[0].TrackId, Is.Null);
            Assert.That(manifest.Tracks[^1].Kind, Is.EqualTo(TrackKind.Audio));
        });
    }

    [Test]
    public void A_smooth_asset_names_its_client_manifest_bitrates_and_track_numbers()
    {
        var manifest = ServerManifestParser.Parse(File.ReadAllBytes(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ism")));

        Assert.Multiple(() =>
        {
            Assert.That(manifest.Formats, Is.Null);
            Assert.That(manifest.ClientManifest, Is.EqualTo("BigBuckBunny.ismc"));
            Assert.That(manifest.Tracks[1].TrackId, Is.EqualTo(2));
            Assert.That(manifest.Tracks[1].Bitrate, Is.EqualTo(2862836));
        });
    }

    [TestCase("bad/server-manifest-entity.ism")]
    [TestCase("bad/server-manifest-escapes-asset.ism")]
    [TestCase("bad/mpd-entity-expansion.mpd")]
    [TestCase("bad/random-bytes.mp4")]
    [TestCase("bad/zero-bytes.mp4")]
    [TestCase("bad/text-renamed.mp4")]
    public void Hostile_and_foreign_files_are_refused(string file) =>
        Assert.That(() => ServerManifestParser.Parse(File.ReadAllBytes(SharedFiles.Media(file))), Throws.TypeOf<InvalidMediaException>());

    [TestCase("..")]
    [TestCase("../x.mp4")]
    [TestCase("/etc/hostname")]
    [TestCase("a\\b.mp4")]
    [TestCase("http://127.0.0.1/x.mp4")]
    [TestCase("c:x.mp4")]
    [TestCase("")]
    public void A_source_outside_of_the_container_is_refused(string source) =>
        Assert.That(() => ServerManifestParser.Parse(Smil($"<video src=\"{source}\"/>")), Throws.TypeOf<InvalidMediaException>());

    [TestCase("3", true)]
    [TestCase("1", true)]
    [TestCase("x", true)]
    [TestCase("0", false)]
    public void An_output_flag_of_zero_hides_a_track(string flag, bool isVisible)
    {
        var read = ServerManifestParser.Parse(Smil($"<textstream src=\"a.cmft\"><param name=\"outputFlag\" value=\"{flag}\"/></textstream>"));
        var again = ServerManifestParser.Parse(ServerManifestWriter.Write(read));

        Assert.That((read.Tracks[0].IsVisible, again.Tracks[0].IsVisible), Is.EqualTo((isVisible, isVisible)));
        Assert.That(again.Tracks[0].OtherParameters.Contains(new("outputFlag", flag)), Is.EqualTo(isVisible), "what was not understood is kept");
    }

    [Test]
    public void What_is_written_is_read_back_with_unknown_params()
    {
        var manifest = new ServerManifest
        {
            Formats = "mp4-v3",
            ClientManifest = "a.ismc",
            FragmentsPerHlsSegment = 3,
            Tracks =
            [
                new() { Kind = TrackKind.Audio, Source = "a&b.mp4", Bitrate = 128041, Language = "eng", TrackId = 2, Name = "aac_eng_2_128041_2_1", Role = "alternate", Accessibility = "description" },
                new() { Kind = TrackKind.Text, Source = "t.cmft", Bitrate = 52, TranscriptSource = "t.vtt", DisplayName = "Français", IsDefault = true, IsVisible = false, OtherParameters = [new("armId", "/x/y")] },
            ],
        };

        var bytes = ServerManifestWriter.Write(manifest);
        var read = ServerManifestParser.Parse(bytes);

        Assert.Multiple(() =>
        {
            Assert.That(ServerManifestWriter.Write(read), Is.EqualTo(bytes));
            Assert.That(read.Tracks[0], Is.EqualTo(manifest.Tracks[0]));
            Assert.That(read.Tracks[1].OtherParameters, Is.EqualTo(manifest.Tracks[1].OtherParameters));
            Assert.That(read.Tracks[1].DisplayName, Is.EqualTo("Français"));
        });
    }

    [Test]
    public void Random_changes_of_a_manifest_never_end_in_another_exception()
    {
        var original = File.ReadAllBytes(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ism"));
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = original.ToArray();
            for (var change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                ServerManifestParser.Parse(bytes.AsMemory(0, random.Next(10) == 0 ? random.Next(bytes.Length) : bytes.Length));
            }
            catch (InvalidMediaException exception)
            {
                Assert.That(exception.Message, Is.Not.Empty);
            }
        }
    }

    private static byte[] Smil(string body) =>
        Encoding.UTF8.GetBytes($"<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><body><switch>{body}</switch></body></smil>");
}
