using System.Text;
using System.Xml.Linq;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Manifests.Smooth;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>Writes a presentation in all formats and checks that each is one that a reader of its kind can take.</summary>
internal static class EveryManifest
{
    private static readonly ManifestOptions Options = new() { Parameters = "format=x" };

    public static void Check(Presentation presentation)
    {
        var sets = presentation.Sets.Where(set => set.Renditions.All(rendition => rendition.Format.Codec is Codec.Avc or Codec.Hevc or Codec.Aac)).ToList();
        if (sets.Count == 0)
        {
            return;
        }

        presentation = presentation with { Sets = [.. sets] };
        CheckXml(MpdWriter.Write(presentation, true, Options));
        CheckXml(MpdWriter.Write(presentation, false, Options));
        CheckXml(SmoothManifestWriter.Write(presentation, false, Options));
        CheckXml(SmoothManifestWriter.Write(presentation, true, Options));
        foreach (var form in Enum.GetValues<HlsForm>())
        {
            CheckPlaylist(HlsMasterWriter.Write(presentation, form, Options));
            foreach (var set in sets)
            {
                CheckPlaylist(HlsPlaylistWriter.Write(set, set.Renditions[0], form, Options));
                if (set.Kind == TrackKind.Video && form != HlsForm.MuxedTs)
                {
                    CheckPlaylist(HlsPlaylistWriter.WriteKeyFrames(set, set.Renditions[0], form, Options));
                }
            }
        }
    }

    private static void CheckXml(byte[] manifest)
    {
        using var stream = new MemoryStream(manifest);
        XDocument.Load(stream);
    }

    // A name that breaks a line, or out of its quotes, would be a line or an attribute of its own.
    private static void CheckPlaylist(byte[] playlist)
    {
        var lines = Encoding.UTF8.GetString(playlist).Split('\n');
        Assert.That(lines[0] == "#EXTM3U" && lines[^1].Length == 0);
        foreach (var line in lines.SkipLast(1))
        {
            if (!(line.StartsWith('#') ? line.Count(c => c == '"') % 2 == 0 : line.StartsWith("QualityLevels(", StringComparison.Ordinal) || line.StartsWith("Fragments(", StringComparison.Ordinal) || line.StartsWith("KeyFrames(", StringComparison.Ordinal)))
            {
                Assert.Fail($"A line that no writer means: {line}");
            }
        }
    }
}
