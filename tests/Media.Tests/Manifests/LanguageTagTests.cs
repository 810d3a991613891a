using MediaPlatform.Media.Manifests;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>Languages as server manifests and files state them, and as manifests may print them (RFC 5646).</summary>
public sealed class LanguageTagTests
{
    [TestCase("eng", "en")]
    [TestCase("en-GB", "en-GB")]
    [TestCase("en_US", "en-US")]
    [TestCase("fra-CA", "fr-CA")]
    [TestCase("zh-Hant-TW", "zh-Hant-TW")]
    [TestCase(" de ", "de")]
    [TestCase("es-419", "es-419")]
    [TestCase("und", "")]
    [TestCase("", "")]
    [TestCase("fran\u00e7ais", "")]
    [TestCase("English (US)", "")]
    [TestCase("en-", "")]
    [TestCase("1st", "")]
    [TestCase("undetermined", "")]
    public void Only_tags_are_printed(string stored, string tag) => Assert.That(LanguageTag.Normalize(stored), Is.EqualTo(tag));

    [TestCase("en_US", "eng-US", true)]
    [TestCase("fran\u00e7ais", "Fran\u00e7ais", true)]
    [TestCase("fran\u00e7ais", "espa\u00f1ol", false)]
    [TestCase("fran\u00e7ais", "und", false)]
    public void What_is_no_tag_is_still_told_apart(string left, string right, bool areEqual) => Assert.That(LanguageTag.AreEqual(left, right), Is.EqualTo(areEqual));

    [TestCase("en", "eng")]
    [TestCase("eng", "eng")]
    [TestCase("fre", "fra")]
    [TestCase("zh-Hant", "zho")]
    [TestCase("pt_BR", "por")]
    [TestCase("GSW", "gsw")]
    [TestCase("und", "")]
    [TestCase("klingon", "")]
    [TestCase("", "")]
    [TestCase(null, "")]
    public void Transport_streams_have_three_letters(string? stored, string code) => Assert.That(LanguageTag.ToThreeLetters(stored), Is.EqualTo(code));
}
