using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Titles that viewers see are given by people; names that a writer puts into every file of its own accord are none.</summary>
public sealed class TrackTitleTests
{
    [TestCase("good/counter-320x240-60fps.mp4", "", "")]
    [TestCase("good/phone-rotated-h264.mov", "", "")]
    [TestCase("good/phone-vfr-rotate90.mp4", "", "")]
    [TestCase("good/bbb-anamorphic-320x240-sar4x3.mp4", "", "")]
    [TestCase("ams-asset-smooth/BigBuckBunny.isma", "")]
    [TestCase("ams-asset-smooth/BigBuckBunny.ismv", "")]
    [TestCase("good/elephants-hevc-hvc1-360p.mp4", "", "Stereo")]
    public async Task Only_a_given_name_is_a_title(string file, params string[] titles)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(file));
        var movie = await Mp4Parser.ReadAsync(reader);

        Assert.That(movie.Tracks.Select(track => track.Title), Is.EqualTo(titles));
    }
}
