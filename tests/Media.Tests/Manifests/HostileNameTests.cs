using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>Names and languages come from files: whatever they hold, manifests stay well-formed and lines stay lines.</summary>
public sealed class HostileNameTests
{
    private static readonly string[] Pieces =
        ["a", "\"", "'", "<", ">", "&", "]]>", "-->", "\n", "\r\n", "\t", "\0", "\u0001", "\u007f", "\u0085", "\u2028", "\uFEFF", "\uFFFE", "\uFFFF", "é", "\U0001F600", ",URI=\"x\"", "#EXT-X-ENDLIST", "%22", "{0}", " "];

    [Test]
    public async Task Text_from_files_cannot_break_a_manifest()
    {
        using var reader = new FileMediaReader(SharedFiles.Media("good/one-frame.mp4"));
        var video = (await Mp4Parser.ReadAsync(reader)).First(TrackKind.Video)!;
        using var other = new FileMediaReader(SharedFiles.Media("ams-asset-mbr/BigBuckBunny_400.mp4"));
        var audio = (await Mp4Parser.ReadAsync(other)).First(TrackKind.Audio)!;
        var random = new Random(20261127);
        for (var round = 0; round < 500; round++)
        {
            EveryManifest.Check(PresentationBuilder.Build([Named(video, random), Named(audio, random)]));
        }
    }

    private static RenditionSource Named(TrackIndex track, Random random) => new("file", track, "t" + Text(random))
    {
        Language = Text(random),
        Label = Text(random),
        Role = Text(random),
        Accessibility = Text(random),
        Characteristics = Text(random),
        IsDefault = random.Next(2) == 0,
        IsForced = random.Next(2) == 0,
    };

    private static string Text(Random random) => string.Concat(random.GetItems(Pieces, random.Next(6)));
}
