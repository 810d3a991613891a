using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests;

/// <summary>Packages whole tracks of sample files the way a player would fetch them.</summary>
internal static class PackagedTrack
{
    public static async Task<(MediaFile File, Presentation Presentation)> OpenAsync(string relativePath)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(relativePath));
        var file = await Mp4Parser.ReadAsync(reader);
        return (file, Present(file));
    }

    public static Presentation Present(MediaFile file) => PresentationBuilder.Build(
        [.. file.Tracks.Select(track => new RenditionSource("file", track, $"{track.Format.Kind}{track.TrackId}"))]);

    /// <summary>Init segment and all fragments one after the other.</summary>
    public static async Task WriteFmp4Async(
        string sourcePath, SwitchingSet set, Rendition rendition, Fmp4Flavour flavour, string destination)
    {
        using var reader = new FileMediaReader(sourcePath);
        await using var output = File.Create(destination);
        await output.WriteAsync(Fmp4Muxer.InitSegment(rendition.Track, new InitSegmentOptions(flavour)));
        for (var i = 0; i < set.Plan.Count; i++)
        {
            if (rendition.Samples(i).Count > 0)
            {
                await output.WriteAsync(await SegmentAsync(reader, rendition.Track, rendition.Samples(i), new SegmentOptions(flavour, (uint)i + 1)));
            }
        }
    }

    public static async Task<byte[]> SegmentAsync(IMediaReader reader, TrackIndex track, SampleRange samples, SegmentOptions options)
    {
        var layout = Fmp4Muxer.LayOut(track, samples, options);
        var bytes = new byte[layout.Length];
        layout.WriteHeader(bytes);
        var at = layout.HeaderLength;
        foreach (var range in Ranges(layout))
        {
            Assert.That(await reader.ReadFullyAsync(range.Offset, bytes.AsMemory(at, (int)range.Length), default), Is.EqualTo(range.Length));
            at += (int)range.Length;
        }

        Assert.That(at, Is.EqualTo(bytes.Length), "The announced length is exact.");
        return bytes;
    }

    public static List<ByteRange> Ranges(FragmentLayout layout)
    {
        var ranges = new List<ByteRange>();
        foreach (var range in layout.Ranges)
        {
            ranges.Add(range);
        }

        return ranges;
    }
}
