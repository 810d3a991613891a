using System.Globalization;
using System.Text;
using MediaPlatform.StreamingEndpoint.Delivery;

namespace MediaPlatform.StreamingEndpoint.Tests.Delivery;

/// <summary>Long manifests are compressed once, and where nobody else has to wait.</summary>
public sealed class TextBodyTests
{
    private static byte[] Long => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40_000).Select(i => i.ToString(CultureInfo.InvariantCulture))));

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task All_who_ask_at_once_get_what_was_compressed_once(string encoding)
    {
        var body = new TextBody(Long, "text/plain");
        Assert.That(body.IsAtHand(encoding), Is.False);

        var variants = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => body.Choose(encoding))));

        Assert.That(variants.Distinct(ReferenceEqualityComparer.Instance).Count(), Is.EqualTo(1));
        Assert.That(variants[0].Encoding, Is.EqualTo(encoding));
        Assert.That(body.IsAtHand(encoding), Is.True);
    }

    [Test]
    public void Short_texts_and_plain_ones_are_at_hand()
    {
        Assert.That(new TextBody(Long[..1000], "text/plain").IsAtHand("gzip"), Is.True);
        Assert.That(new TextBody(Long, "text/plain").IsAtHand(null), Is.True);
        Assert.That(new TextBody(Long, "text/plain").IsAtHand("identity"), Is.True);
    }
}
