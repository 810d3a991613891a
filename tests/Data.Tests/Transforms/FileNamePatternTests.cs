using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Data.Tests.Transforms;

public sealed class FileNamePatternTests
{
    [TestCase("Video-{Basename}-{Label}-{Bitrate}{Extension}", "Video-film-HD-3400.mp4")]
    [TestCase("{basename}{Unknown}{EXTENSION}", "film.mp4")]
    [TestCase("../{Basename}/x", ".._film_x")]
    public void Macros_are_resolved_and_those_without_a_value_vanish(string pattern, string name)
    {
        var values = new Dictionary<string, string> { ["basename"] = "film", ["label"] = "HD", ["bitrate"] = "3400", ["extension"] = ".mp4" };
        Assert.That(FileNamePattern.Resolve(pattern, values), Is.EqualTo(name));
    }

    [TestCase(false, 32)]
    [TestCase(true, 64)]
    public void A_basename_is_cut(bool copies, int length) =>
        Assert.That(FileNamePattern.Basename(new string('x', 100) + ".mov", copies), Has.Length.EqualTo(length));

    [Test]
    public void A_basename_is_not_cut_within_a_character_of_two_code_units() =>
        Assert.That(FileNamePattern.Basename(new string('x', 31) + "\U0001F600film.mov", copies: false), Is.EqualTo(new string('x', 31)));
}
