using System.Text;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests.Ism;

/// <summary>Whatever is done to a server manifest, it is read or refused, and it never names a file outside of the asset.</summary>
public sealed class ServerManifestMutationTests
{
    [TestCase("ams-asset-mbr/BigBuckBunny_3400.ism")]
    [TestCase("ams-asset-smooth/BigBuckBunny.ism")]
    [TestCase("bad/server-manifest-escapes-asset.ism")]
    public void A_damaged_manifest_is_read_or_refused(string file)
    {
        var original = File.ReadAllBytes(SharedFiles.Media(file));
        var random = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = Damaged(original, random);
            try
            {
                var manifest = ServerManifestParser.Parse(bytes);
                Assert.That(manifest.Tracks.Select(track => track.Source), Is.All.Not.Contains("/").And.All.Not.Contains("\\"));
            }
            catch (InvalidMediaException)
            {
                // Refused with a reason.
            }
        }
    }

    [TestCase("ams-asset-mbr/BigBuckBunny_3400.ism")]
    [TestCase("ams-asset-smooth/BigBuckBunny.ism")]
    public void A_manifest_cut_anywhere_is_refused(string file)
    {
        var valid = File.ReadAllBytes(SharedFiles.Media(file));
        var trial = new ParserTrial(bytes => ServerManifestParser.Parse(bytes));
        trial.EveryCut(valid[..(valid.AsSpan().LastIndexOf((byte)'>') + 1)]);

        Assert.That(trial.Refused, Is.EqualTo(trial.Count));
    }

    /// <summary>Each parameter was added to a copy of those before it: gigabytes of copies for a manifest of allowed length.</summary>
    [Test]
    public void Many_unknown_parameters_are_kept_at_the_cost_of_their_length()
    {
        var parameters = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"<param name='{i}'/>"));
        var manifest = Encoding.UTF8.GetBytes($"<smil><body><switch><video src='a.mp4'>{parameters}</video></switch></body></smil>");
        var kept = 0;
        new ParserTrial(bytes => kept = ServerManifestParser.Parse(bytes).Tracks[0].OtherParameters.Length, 64 << 20).Run(manifest, "parameters");

        Assert.That(kept, Is.EqualTo(40_000));
    }

    private static byte[] Damaged(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(4) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], .. "../"u8, .. bytes[at..]],
                2 => [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]],
                _ => Replaced(bytes, at, (byte)random.Next(256)),
            };
            if (bytes.Length == 0)
            {
                break;
            }
        }

        return bytes;
    }

    private static byte[] Replaced(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }
}
