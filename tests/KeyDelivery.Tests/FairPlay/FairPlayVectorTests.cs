using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.FairPlayPlugIn;
using MediaPlatform.KeyDelivery.FairPlay;
using MediaPlatform.TestKit;

namespace MediaPlatform.KeyDelivery.Tests.FairPlay;

/// <summary>The published simulation: its SPC opens to the values it says, and our CKC to the same fields as its CKC.</summary>
internal sealed class FairPlayVectorTests
{
    private JsonElement _vector;
    private FairPlayCertificate _certificate = null!;

    [OneTimeSetUp]
    public void Read()
    {
        _vector = JsonDocument.Parse(File.ReadAllText(SharedFiles.Spec("vectors/fairplay-sim.json"))).RootElement;
        _certificate = new FairPlayCertificate(RSA.Create(Key(_vector.GetProperty("rsa"))), SHA1.HashData(_vector.GetProperty("certificateBase64").GetBytesFromBase64()));
    }

    [OneTimeTearDown]
    public void Close() => _certificate.Dispose();

    [Test]
    public void The_message_opens_to_the_published_values()
    {
        var (request, expected) = (Open(Spc), _vector.GetProperty("expect"));
        Assert.That(request.SessionKey, Is.EqualTo(Hex(expected, "skHex")));
        Assert.That(request.R1, Is.EqualTo(Hex(expected, "r1Hex")));
        Assert.That(request.AntiReplaySeed.ToArray(), Is.EqualTo(Hex(expected, "arSeedHex")));
        Assert.That(Encoding.UTF8.GetString(request.AssetId!.Value.Span), Is.EqualTo(expected.GetProperty("assetId").GetString()));
        Assert.That(request.Returned.Select(block => block.Tag.ToString("x16")), Is.EqualTo(expected.GetProperty("returnTags").EnumerateArray().Select(tag => tag.GetString())));
    }

    [Test]
    public void Our_answer_has_the_fields_of_the_published_one()
    {
        var (request, expected) = (Open(Spc), _vector.GetProperty("expect"));
        var ours = ContentKeyContext.Write(request, Hex(_vector, "contentKeyHex"), Hex(_vector, "contentIvHex"), duration: null);
        var (r1, seed, key) = (Hex(expected, "r1Hex"), Hex(expected, "arSeedHex"), Hex(expected, "skHex"));
        var published = SimulatedPlayer.OpenCkc(_vector.GetProperty("ckcBase64").GetBytesFromBase64(), r1, seed, key);
        Assert.That(SimulatedPlayer.OpenCkc(ours, r1, seed, key), Is.EquivalentTo(published));
        Assert.That(published[0x58b38165af0e3d5a], Is.EqualTo((byte[])[.. Hex(_vector, "contentIvHex"), .. Hex(_vector, "contentKeyHex")]));
    }

    [Test]
    public void Every_changed_byte_is_noticed_or_changes_nothing_that_counts()
    {
        var good = Open(Spc);
        for (var at = 0; at < Spc.Length; at += 3)
        {
            var spc = Spc;
            spc[at] ^= 0x41;
            var request = ServerPlaybackContext.Open(spc, _certificate, Hex(_vector, "askHex"), new StandInKeyDerivation(), out var mistake);
            Assert.That(request is null, Is.EqualTo(mistake is not null));
            Assert.That(request?.AntiReplaySeed.Length ?? 16, Is.EqualTo(good.AntiReplaySeed.Length));
        }
    }

    [Test]
    public void Other_certificates_secrets_versions_and_lengths_are_told()
    {
        using var other = new FairPlayCertificate(RSA.Create(1024), new byte[20]);
        Assert.That(Mistake(Spc, other), Is.EqualTo("The SPC is for another certificate."));
        Assert.That(Mistake(Spc, _certificate, new byte[16]), Is.EqualTo("The SPC is damaged."));
        Assert.That(Mistake([0, 0, 0, 2, .. Spc[4..]], _certificate), Is.EqualTo("Only SPC version 1 can be read."));
        Assert.That(Mistake(Spc[..^1], _certificate), Is.EqualTo("The SPC has not the length that it says."));
        Assert.That(Mistake(Spc[..100], _certificate), Is.EqualTo("The SPC is too short."));
    }

    [TestCase("ffffffffffffffff" + "ffffffff" + "00000000")]
    [TestCase("ffffffffffffffff" + "00000010" + "00000011" + "00000000000000000000000000000000")]
    [TestCase("ffffffffffffffff" + "00000000" + "00000000" + "00")]
    public void Blocks_that_lead_outside_are_refused(string hex) => Assert.That(Tllv.ReadAll(Convert.FromHexString(hex)), Is.Null);

    [TestCase(ContentKeyPolicyFairPlayRentalAndLeaseKeyType.Undefined, 0, true, null)]
    [TestCase(ContentKeyPolicyFairPlayRentalAndLeaseKeyType.Undefined, 60, true, "000000000000003c3dfe45a086d34a3a")]
    [TestCase(ContentKeyPolicyFairPlayRentalAndLeaseKeyType.PersistentUnlimited, 0, true, "00000000000000003df2d9fb86d34a3a")]
    [TestCase(ContentKeyPolicyFairPlayRentalAndLeaseKeyType.PersistentUnlimited, 0, false, null)]
    [TestCase(ContentKeyPolicyFairPlayRentalAndLeaseKeyType.PersistentLimited, 9, true, "000000020000000118f0604886d34a3a")]
    [TestCase(ContentKeyPolicyFairPlayRentalAndLeaseKeyType.PersistentLimited, 9, false, "00000000000000093dfe45a086d34a3a")]
    [TestCase(ContentKeyPolicyFairPlayRentalAndLeaseKeyType.DualExpiry, 0, false, "000000020000000127b59bde86d34a3a")]
    public void Rental_and_persistence_are_written_as_the_policy_says(
        ContentKeyPolicyFairPlayRentalAndLeaseKeyType type, long rental, bool mayPersist, string? expected)
    {
        var configuration = new ContentKeyPolicyFairPlayConfiguration
        {
            RentalAndLeaseKeyType = type,
            RentalDuration = rental,
            OfflineRentalConfiguration = new() { PlaybackDurationSeconds = 1, StorageDurationSeconds = 2 },
        };
        var value = FairPlayDuration.Of(configuration, mayPersist)?.ToBlock().Value.ToArray();
        Assert.That(value is null ? null : Convert.ToHexStringLower(value), Is.EqualTo(expected));
    }

    private byte[] Spc => _vector.GetProperty("spcBase64").GetBytesFromBase64();

    private ServerPlaybackContext Open(byte[] spc) =>
        ServerPlaybackContext.Open(spc, _certificate, Hex(_vector, "askHex"), new StandInKeyDerivation(), out _)!;

    private string? Mistake(byte[] spc, FairPlayCertificate certificate, byte[]? ask = null)
    {
        ServerPlaybackContext.Open(spc, certificate, ask ?? Hex(_vector, "askHex"), new StandInKeyDerivation(), out var mistake);
        return mistake;
    }

    private static RSAParameters Key(JsonElement rsa)
    {
        var values = new[] { "n", "d", "p", "q" }.Select(name => new System.Numerics.BigInteger(Hex(rsa, name), isUnsigned: true, isBigEndian: true)).ToArray();
        var (d, p, q) = (values[1], values[2], values[3]);
        return new RSAParameters
        {
            Modulus = Hex(rsa, "n"),
            Exponent = [1, 0, 1],
            D = Bytes(d, 128),
            P = Bytes(p, 64),
            Q = Bytes(q, 64),
            DP = Bytes(d % (p - 1), 64),
            DQ = Bytes(d % (q - 1), 64),
            InverseQ = Bytes(System.Numerics.BigInteger.ModPow(q, p - 2, p), 64),
        };
    }

    private static byte[] Bytes(System.Numerics.BigInteger value, int size)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[size - bytes.Length], .. bytes];
    }

    private static byte[] Hex(JsonElement parent, string name) => Convert.FromHexString(parent.GetProperty(name).GetString()!);
}
