using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.KeyServer;
using MediaPlatform.Media.Encryption.Pssh;
using MediaPlatform.TestKit;

namespace MediaPlatform.ControlPlane.Tests.KeyServer;

/// <summary>Replies of a key server that were damaged: each gives the key or is refused in words, and none that was encrypted gives another key.</summary>
[TestFixture]
public sealed class HostileReplyTests
{
    private static readonly KeyServerRequest.WantedKey s_wanted =
        new(Guid.Parse("5a3d0f63-0d4c-4b3c-9c44-0e6ad0f0a001"), "cbcs", "ALL", [ProtectionSystems.Widevine, ProtectionSystems.PlayReady, ProtectionSystems.FairPlay]);

    private RSA _rsa = null!;
    private X509Certificate2 _certificate = null!;

    [OneTimeSetUp]
    public void MakeCertificate()
    {
        _rsa = RSA.Create(2048);
        _certificate = new CertificateRequest("CN=us", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        _certificate.Dispose();
        _rsa.Dispose();
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_damaged_reply_is_refused_or_gives_the_key(bool isEncrypted)
    {
        var certificate = isEncrypted ? _certificate : null;
        var good = Encoding.UTF8.GetBytes(KeyServerTests.Filled(new KeyServerRequest("film", [s_wanted]).ToDocument(certificate?.RawData), isEncrypted));
        var key = Read(good, certificate)!;
        Assert.That((key.Value.Length, key.Iv!.Length, key.Signals.Count), Is.EqualTo((16, 16, 3)));
        var (refused, taken) = (0, 0);
        foreach (var damaged in Mutations.Cut(good).Where((_, at) => at % 40 == 0)
            .Concat(Mutations.Flipped(good).Where((_, at) => at % 7 == 0))
            .Concat(Mutations.Spliced(good, 4, 400))
            .Concat(Mutations.Noise(4, 100, 500)))
        {
            if (Read(damaged, certificate) is not { } found)
            {
                refused++;
                continue;
            }

            taken++;
            Assert.That(found.Value, Has.Length.EqualTo(16));
            Assert.That(found.Iv, Is.Null.Or.Length.EqualTo(16));
            if (isEncrypted)
            {
                Assert.That(found.Value, Is.EqualTo(key.Value));
            }
        }

        Assert.That(new[] { refused, taken }, Is.All.GreaterThan(0), "both occur");
    }

    private static FetchedKey? Read(byte[] reply, X509Certificate2? certificate)
    {
        try
        {
            using var document = KeyServerReply.Read(reply, certificate);
            return document.KeyOf(s_wanted);
        }
        catch (ArmException refusal)
        {
            Assert.That(refusal.Status, Is.EqualTo((int)HttpStatusCode.BadGateway));
            Assert.That(refusal.Message, Does.StartWith("The reply of the key server").And.Not.Contain("Exception"));
            return null;
        }
    }
}
