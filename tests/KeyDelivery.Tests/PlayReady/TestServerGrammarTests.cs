using MediaPlatform.Data.ContentKeys;
using MediaPlatform.KeyDelivery.PlayReady;

namespace MediaPlatform.KeyDelivery.Tests.PlayReady;

internal sealed class TestServerGrammarTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Guid s_keyId = new("8ba94ade-6eb9-449d-b44f-a5beefaf43b0");
    private static readonly byte[] s_key = Convert.FromBase64String("2/1pIsMhxLtIb0ocRAl+1g==");
    private static readonly ContentKeyPolicyPlayReadyLicense s_plain = new()
    {
        LicenseType = ContentKeyPolicyPlayReadyLicenseType.NonPersistent,
        ContentKeyLocation = new ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader(),
    };

    [Test]
    public void A_plain_licence_has_the_lowest_level_and_the_key_of_the_header() =>
        Assert.That(Write(s_plain), Is.EqualTo("(kid:header,contentkey:2/1pIsMhxLtIb0ocRAl+1g==,sl:150,persist:false)"));

    [Test]
    public void Level_storage_dates_and_first_play_are_mapped() =>
        Assert.That(
            Write(s_plain with
            {
                SecurityLevel = ContentKeyPolicyPlayReadySecurityLevel.SL3000,
                LicenseType = ContentKeyPolicyPlayReadyLicenseType.Persistent,
                ContentKeyLocation = new ContentKeyPolicyPlayReadyContentEncryptionKeyFromKeyIdentifier { KeyId = s_keyId },
                BeginDate = s_now,
                ExpirationDate = s_now.AddDays(1),
                PlayRight = new() { FirstPlayExpiration = TimeSpan.FromMinutes(2) },
            }),
            Is.EqualTo("(kid:8ba94ade-6eb9-449d-b44f-a5beefaf43b0,contentkey:2/1pIsMhxLtIb0ocRAl+1g==,sl:3000,persist:true,begindate:20260102030405,expiration:20260103030405,firstexp:120)"));

    [Test]
    public void Relative_dates_count_from_the_request() =>
        Assert.That(
            Write(s_plain with { SecurityLevel = ContentKeyPolicyPlayReadySecurityLevel.SL2000, RelativeBeginDate = TimeSpan.FromHours(-1), RelativeExpirationDate = TimeSpan.FromHours(1) }),
            Does.EndWith(",sl:2000,persist:false,begindate:20260102020405,expiration:20260102040405)"));

    [Test]
    public void Several_keys_are_named_by_their_ids()
    {
        var other = Guid.NewGuid();
        Assert.That(
            TestServerGrammar.Write(new([new(s_keyId, s_key, s_plain), new(other, s_key, s_plain)], 2, null), s_now),
            Does.StartWith($"(kid:{s_keyId},").And.Contains($"),(kid:{other},"));
    }

    [Test]
    public void One_key_of_several_that_were_asked_for_is_named_by_its_id() =>
        Assert.That(TestServerGrammar.Write(new([new(s_keyId, s_key, s_plain)], 2, null), s_now), Does.StartWith($"(kid:{s_keyId},"));

    [Test]
    public void A_key_of_samples_in_cipher_block_chaining_says_so() =>
        Assert.That(
            TestServerGrammar.Write(new([new(s_keyId, s_key, s_plain) { IsBlockChained = true }], 1, null), s_now),
            Is.EqualTo("(kid:header,contentkey:2/1pIsMhxLtIb0ocRAl+1g==,ckt:aescbc,sl:150,persist:false)"));

    [Test]
    public void Licences_for_another_key_are_left_out()
    {
        var configuration = new ContentKeyPolicyPlayReadyConfiguration
        {
            Licenses = [s_plain with { ContentKeyLocation = new ContentKeyPolicyPlayReadyContentEncryptionKeyFromKeyIdentifier { KeyId = Guid.NewGuid() } }, s_plain],
        };
        Assert.That(GrantedLicence.Of(configuration, s_keyId, s_key).Single().Rights, Is.EqualTo(s_plain));
    }

    [Test]
    public void It_is_known_which_rights_have_no_words()
    {
        Assert.That(TestServerGrammar.Drops(s_plain), Is.False);
        Assert.That(TestServerGrammar.Drops(s_plain with { GracePeriod = TimeSpan.FromDays(1) }), Is.True);
        Assert.That(TestServerGrammar.Drops(s_plain with { PlayRight = new() { AllowPassingVideoContentToUnknownOutput = ContentKeyPolicyPlayReadyUnknownOutputPassingOption.Allowed } }), Is.False);
        Assert.That(TestServerGrammar.Drops(s_plain with { PlayRight = new() { AllowPassingVideoContentToUnknownOutput = ContentKeyPolicyPlayReadyUnknownOutputPassingOption.Allowed, UncompressedDigitalVideoOpl = 300 } }), Is.True);
    }

    private static string Write(ContentKeyPolicyPlayReadyLicense rights) => TestServerGrammar.Write(new([new(s_keyId, s_key, rights)], 1, null), s_now);
}
