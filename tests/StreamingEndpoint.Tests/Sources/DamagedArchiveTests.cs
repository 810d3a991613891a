using System.Buffers.Binary;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Fragments of an archive that were damaged in any way get a client error or play; never a server error.</summary>
public sealed class DamagedArchiveTests
{
    [Test]
    public async Task Any_damage_to_a_fragment_or_header_is_refused_or_served([Range(0, 23)] int seed)
    {
        var server = SharedOrigin.Server;
        using var reader = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.isma"));
        var archive = new LiveArchive { Damage = (name, bytes) => Damaged(name, bytes, seed) };
        await archive.AddAsync("a", "audio", (await Mp4Parser.ReadAsync(reader)).First(TrackKind.Audio)!, reader);
        var path = await archive.PublishAsync(server);

        foreach (var format in new[] { "manifest", "manifest(format=m3u8-aapl)", "manifest(format=mpd-time-cmaf)" })
        {
            using var manifest = await server.Client.GetAsync($"{path}/{format}");
            Assert.That((int)manifest.StatusCode, Is.LessThan(500), await manifest.Content.ReadAsStringAsync());
            if (!manifest.IsSuccessStatusCode)
            {
                continue;
            }

            foreach (var url in await ManifestUrls.AllAsync(server.Client, $"{path}/{format}"))
            {
                using var reply = await server.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
                Assert.That((int)reply.StatusCode, Is.LessThan(500), url.ToString());
            }
        }
    }

    // Even seeds hit a fragment, odd ones the header; fields of boxes lie in the first bytes.
    private static byte[] Damaged(string name, byte[] bytes, int seed)
    {
        if (name.EndsWith("header", StringComparison.Ordinal) != (seed % 2 == 1))
        {
            return bytes;
        }

        var random = new Random(seed);
        var damaged = bytes.ToArray();
        for (var change = 0; change < 3; change++)
        {
            var at = random.Next(0, Math.Min(damaged.Length, 700) - 4);
            if (random.Next(3) == 0)
            {
                return damaged[..at];
            }

            BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(at), random.Next(2) == 0 ? uint.MaxValue : (uint)random.Next());
        }

        return damaged;
    }
}
