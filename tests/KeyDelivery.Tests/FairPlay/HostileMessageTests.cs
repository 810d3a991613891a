using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MediaPlatform.FairPlayPlugIn;
using MediaPlatform.KeyDelivery.FairPlay;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace MediaPlatform.KeyDelivery.Tests.FairPlay;

/// <summary>
/// Messages whose inside is hostile. The certificate is public, so anybody can wrap a payload for it: what is in the payload is as
/// much a stranger's as what is around it.
/// </summary>
internal sealed class HostileMessageTests
{
    private const ulong AssetId = 0x1bf7f53f5d5d5a1f;
    private const ulong ContentKey = 0x58b38165af0e3d5a;
    private const ulong Duration = 0x47acf6a418cd091a;
    private const ulong Unknown = 0x0123456789abcdef;
    private static readonly byte[] s_ask = Convert.FromHexString("6ee643a0a360cb838a32214bdd60655f");
    private static readonly byte[] s_key = Convert.FromHexString("e81f1c15212cf94ca3d58a1022d5dc33");
    private RSA _rsa = null!;
    private X509Certificate2 _file = null!;
    private FairPlayCertificate _certificate = null!;

    [OneTimeSetUp]
    public void Make()
    {
        _rsa = RSA.Create(1024);
        _file = new CertificateRequest("CN=application", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        _certificate = FairPlayCertificate.Open(Convert.ToBase64String(_file.Export(X509ContentType.Pkcs12, "secret")), "secret")!;
    }

    [OneTimeTearDown]
    public void Close()
    {
        _certificate.Dispose();
        _file.Dispose();
        _rsa.Dispose();
    }

    [Test]
    public void Every_damaged_payload_is_told_or_answered_shortly()
    {
        byte[] good = [];
        var player = new SimulatedPlayer { Change = payload => good = payload };
        Assert.That(Open(player), Is.Not.Null);
        foreach (var damaged in Mutations.Of(good, seed: 1, rounds: 1000))
        {
            var request = Open(new SimulatedPlayer { Change = _ => [.. damaged, .. new byte[(16 - (damaged.Length % 16)) % 16]] }, out var mistake);
            Assert.That(request is null, Is.EqualTo(mistake is not null));
            if (request is not null)
            {
                // The integrity value stands for the right ASk; it is no checksum over the rest.
                Assert.That(request.R1, Has.Length.EqualTo(44));
                Assert.That(ContentKeyContext.Write(request, s_key, new byte[16], null), Has.Length.LessThan(2 * (damaged.Length + 1000)));
            }
        }
    }

    [Test]
    public void Every_damaged_message_is_told()
    {
        var good = new SimulatedPlayer().MakeSpc(_rsa, _file.RawData, s_ask, "asset");
        foreach (var damaged in Mutations.Cut(good).Concat(Mutations.Spliced(good, 2, 500)).Concat(Mutations.Noise(2, 500, 2000)).Where(bytes => bytes.Length != good.Length))
        {
            Assert.That(ServerPlaybackContext.Open(damaged, _certificate, s_ask, new StandInKeyDerivation(), out var mistake), Is.Null);
            Assert.That(mistake, Is.Not.Null);
        }

        foreach (var damaged in Mutations.Inflated(good[..176]))
        {
            ServerPlaybackContext.Open([.. damaged, .. good[176..]], _certificate, s_ask, new StandInKeyDerivation(), out _);
        }
    }

    [Test]
    public void A_block_that_is_asked_back_many_times_comes_back_once()
    {
        var player = new SimulatedPlayer { ReturnRequest = [.. Enumerable.Repeat(Unknown, 2000)], More = SimulatedPlayer.Block(Unknown, new byte[20_000]) };
        var answer = ContentKeyContext.Write(Open(player)!, s_key, new byte[16], null);
        Assert.That(answer, Has.Length.LessThan(30_000));
        Assert.That(player.OpenCkc(answer)[Unknown], Has.Length.EqualTo(20_000));
    }

    [Test]
    public void Blocks_that_only_we_may_write_are_not_sent_back()
    {
        var player = new SimulatedPlayer
        {
            HasPlaybackState = true,
            ReturnRequest = [Duration, ContentKey, 0xea74c4645d5efee9, 0x2e52f1530d8ddb4a, AssetId],
            More = [.. SimulatedPlayer.Block(Duration, new byte[16]), .. SimulatedPlayer.Block(ContentKey, new byte[32]),
                .. SimulatedPlayer.Block(0xea74c4645d5efee9, new byte[44]), .. SimulatedPlayer.Block(0x2e52f1530d8ddb4a, new byte[8])],
        };
        // The reader of the answer refuses a tag that stands twice.
        var answer = player.OpenCkc(ContentKeyContext.Write(Open(player)!, s_key, new byte[16], new FairPlayDuration(0, 60, FairPlayDuration.RentalOnly)));
        Assert.That(answer.Keys, Is.EquivalentTo(new[] { Duration, ContentKey, 0xea74c4645d5efee9, AssetId }));
        Assert.That(Convert.ToHexStringLower(answer[Duration]), Is.EqualTo("000000000000003c3dfe45a086d34a3a"));
        Assert.That(answer[ContentKey][16..], Is.EqualTo(s_key));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(30_000)]
    public void A_derivation_that_cannot_take_a_value_makes_the_message_a_damaged_one(int length)
    {
        var player = new SimulatedPlayer { R2Length = length };
        var spc = player.MakeSpc(_rsa, _file.RawData, s_ask, "asset");
        foreach (var function in new IFairPlayKeyDerivation[] { new GuardedKeyDerivation(new Picky(), NullLogger.Instance), new Answering([]), new Answering(new byte[15]), new Answering(new byte[64]), new Answering(null!) })
        {
            Assert.That(ServerPlaybackContext.Open(spc, _certificate, s_ask, function, out var mistake), Is.Null);
            Assert.That(mistake, Is.EqualTo("The SPC is damaged."));
        }
    }

    [TestCase(0x89c90f12204106b2UL, 17)]
    [TestCase(0xb349d4809e910687UL, 15)]
    [TestCase(0x3d1a10b8bffac2ecUL, 128)]
    [TestCase(0x3d1a10b8bffac2ecUL, 0)]
    public void Values_of_another_length_are_told(ulong tag, int length) =>
        Assert.That(Open(new SimulatedPlayer { Change = payload => [.. SimulatedPlayer.Block(tag, new byte[length]), .. payload] }, out _), Is.Null);

    [TestCase(0x47aa7ad3440577deUL, 7)]
    [TestCase(0xeb8efdf2b25ab3a0UL, 15)]
    [TestCase(0xabb0256a31843974UL, 9)]
    [TestCase(0x5d81bcbcc7f61703UL, 3)]
    [TestCase(0x19f9d4e5ab7609cbUL, 12)]
    [TestCase(AssetId, 1)]
    [TestCase(AssetId, 201)]
    public void Values_that_an_answer_depends_on_have_their_length(ulong tag, int length) =>
        Assert.That(Open(new SimulatedPlayer { Change = payload => [.. SimulatedPlayer.Block(tag, new byte[length]), .. payload] }, out _), Is.Null);

    [TestCase("00000001", "00000001", null)]
    [TestCase("00000001", "000000020000000300000001", null)]
    [TestCase("00000001", null, null)]
    [TestCase(null, "00000001", null)]
    [TestCase("00000002", "0000000100000002", "Only SPC version 1 can be read.")]
    [TestCase("00000001", "00000002", "The SPC is in a version of the protocol that it does not say to support.")]
    [TestCase("00000001", "", "The SPC is in a version of the protocol that it does not say to support.")]
    [TestCase("00000001", "000000", "The SPC is in a version of the protocol that it does not say to support.")]
    public void The_version_is_one_that_both_sides_know(string? used, string? supported, string? expected)
    {
        var player = new SimulatedPlayer
        {
            More = [.. used is null ? [] : SimulatedPlayer.Block(0x5d81bcbcc7f61703, Convert.FromHexString(used)),
                .. supported is null ? [] : SimulatedPlayer.Block(0x67b8fb79ecce1a13, Convert.FromHexString(supported))],
        };
        Assert.That(Open(player, out var mistake) is null, Is.EqualTo(expected is not null));
        Assert.That(mistake, Is.EqualTo(expected));
    }

    [Test]
    public void A_payload_of_empty_blocks_is_read_in_no_time()
    {
        var empty = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(empty, Unknown);
        var request = Open(new SimulatedPlayer { More = [.. Enumerable.Repeat(empty, 2500).SelectMany(block => block)] });
        Assert.That(request, Is.Not.Null);
    }

    private ServerPlaybackContext? Open(SimulatedPlayer player) => Open(player, out _);

    private ServerPlaybackContext? Open(SimulatedPlayer player, out string? mistake) =>
        ServerPlaybackContext.Open(player.MakeSpc(_rsa, _file.RawData, s_ask, "asset"), _certificate, s_ask, new StandInKeyDerivation(), out mistake);

    private sealed class Picky : IFairPlayKeyDerivation
    {
        public byte[] Derive(ReadOnlySpan<byte> r2, ReadOnlySpan<byte> ask) => throw new ArgumentOutOfRangeException(nameof(r2));
    }

    private sealed class Answering(byte[] value) : IFairPlayKeyDerivation
    {
        public byte[] Derive(ReadOnlySpan<byte> r2, ReadOnlySpan<byte> ask) => value;
    }
}
