using System.Globalization;
using System.Text;
using MediaPlatform.KeyDelivery.PlayReady;

namespace MediaPlatform.KeyDelivery.Tests.PlayReady;

internal sealed class PlayReadyChallengeTests
{
    private static readonly Guid s_one = new("8ba94ade-6eb9-449d-b44f-a5beefaf43b0");
    private static readonly Guid s_two = new("0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11");

    [Test]
    public void The_key_id_is_read_from_old_and_new_headers()
    {
        Assert.That(PlayReadyChallenge.Parse(Challenges.Version40(s_one))!.KeyIds, Is.EqualTo(new[] { s_one }));
        Assert.That(PlayReadyChallenge.Parse(Challenges.Version43(s_one, s_two, s_one))!.KeyIds, Is.EqualTo(new[] { s_one, s_two }));
    }

    [Test]
    public void The_cipher_mode_is_that_of_each_key()
    {
        var mixed = Encoding.UTF8.GetString(Challenges.Version43(s_one, s_two)).Replace(
            $"ALGID=\"AESCBC\" VALUE=\"{Convert.ToBase64String(s_two.ToByteArray())}\"", $"ALGID=\"AESCTR\" VALUE=\"{Convert.ToBase64String(s_two.ToByteArray())}\"", StringComparison.Ordinal);
        Assert.That(PlayReadyChallenge.Parse(Encoding.UTF8.GetBytes(mixed))!.BlockChainedKeyIds, Is.EqualTo(new[] { s_one }));
        Assert.That(PlayReadyChallenge.Parse(Challenges.Version40(s_one))!.BlockChainedKeyIds, Is.Empty);
    }

    [Test]
    public void The_token_is_read_from_custom_data_of_the_old_form_only()
    {
        Assert.That(PlayReadyChallenge.Parse(Challenges.Version40(s_one, Challenges.TokenData(" a.b.c ")))!.Token, Is.EqualTo("a.b.c"));
        Assert.That(PlayReadyChallenge.Parse(Challenges.Version40(s_one, "some text"))!.Token, Is.Null);
        Assert.That(PlayReadyChallenge.Parse(Challenges.Version40(s_one, "<CustomData><Token>x</Token></CustomData>"))!.Token, Is.Null);
    }

    // The protocol's own element around it, or none.
    [TestCase("<CustomData>{0}</CustomData>", "a.b.c")]
    [TestCase("{0}", "a.b.c")]
    [TestCase("<CustomData><![CDATA[{0}]]></CustomData>", "a.b.c")]
    [TestCase("<CustomData/>{0}", "a.b.c")]
    [TestCase("<CustomData><x>y</x></CustomData>", null)]
    [TestCase("<CustomData/>", null)]
    public void A_token_in_elements_is_read_like_one_in_text(string element, string? expected)
    {
        var data = string.Format(CultureInfo.InvariantCulture, element, Challenges.TokenData("a.b.c"));
        var challenge = Encoding.UTF8.GetString(Challenges.Version40(s_one)).Replace("<LicenseNonce>", data + "<LicenseNonce>", StringComparison.Ordinal);
        var parsed = PlayReadyChallenge.Parse(Encoding.UTF8.GetBytes(challenge));
        Assert.That((parsed?.KeyIds[0], parsed?.Token), Is.EqualTo(((Guid?)s_one, expected)));
    }

    [TestCase("")]
    [TestCase("not xml")]
    [TestCase("<a/>")]
    [TestCase("<a><b></a>")]
    [TestCase("""<LA xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols"/>""")]
    [TestCase("""<LA xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols"><KID xmlns="http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader">AAAA</KID></LA>""")]
    [TestCase("""<LA xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols"><KID xmlns="http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader">!</KID></LA>""")]
    [TestCase("""<LA xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols"><KID xmlns="http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader"><a/></KID></LA>""")]
    public void Other_texts_are_no_challenges(string text) => Assert.That(PlayReadyChallenge.Parse(Encoding.UTF8.GetBytes(text)), Is.Null);

    [Test]
    [CancelAfter(20_000)]
    public async Task A_second_custom_data_does_not_hold_the_reader_up_for_ever(CancellationToken cancellationToken)
    {
        var challenge = Encoding.UTF8.GetString(Challenges.Version40(s_one, Challenges.TokenData("a.b.c")));
        var twice = challenge.Replace("<LicenseNonce>", "<CustomData>other</CustomData><LicenseNonce>", StringComparison.Ordinal);
        var parsed = await Task.Run(() => PlayReadyChallenge.Parse(Encoding.UTF8.GetBytes(twice)), cancellationToken).WaitAsync(cancellationToken);
        Assert.That(parsed!.Token, Is.EqualTo("a.b.c"));
    }

    [Test]
    public void Document_types_and_their_entities_are_refused_outside_and_in_custom_data()
    {
        const string Type = """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]>""";
        var challenge = Encoding.UTF8.GetString(Challenges.Version40(s_one));
        var end = challenge.IndexOf("?>", StringComparison.Ordinal) + 2;
        Assert.That(PlayReadyChallenge.Parse(Encoding.UTF8.GetBytes(challenge.Insert(end, Type))), Is.Null);
        var data = Type + Challenges.TokenData("&x;");
        Assert.That(PlayReadyChallenge.Parse(Challenges.Version40(s_one, data))!.Token, Is.Null);
    }

    [Test]
    public void Deep_and_long_lists_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 20_000)) + string.Concat(Enumerable.Repeat("</a>", 20_000));
        Assert.That(PlayReadyChallenge.Parse(Encoding.UTF8.GetBytes(deep)), Is.Null);
        Assert.That(PlayReadyChallenge.Parse(Challenges.Version43([.. Enumerable.Range(0, 17).Select(_ => Guid.NewGuid())])), Is.Null);
    }
}
