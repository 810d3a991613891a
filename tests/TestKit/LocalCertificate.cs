using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MediaPlatform.TestKit;

/// <summary>A certificate for https on loopback that signs itself, in files as servers and clients take them.</summary>
public sealed class LocalCertificate
{
    private LocalCertificate(string pfx, string pem)
    {
        Pfx = pfx;
        Pem = pem;
    }

    /// <summary>Path of certificate and key, without a password.</summary>
    public string Pfx { get; }

    /// <summary>Path of the certificate that clients must trust.</summary>
    public string Pem { get; }

    /// <summary>Makes a certificate that is good for two hours.</summary>
    /// <param name="folder">Where its files go.</param>
    public static LocalCertificate Create(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=MediaPlatform tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(2));
        var made = new LocalCertificate(Path.Combine(folder, "server.pfx"), Path.Combine(folder, "server.pem"));
        File.WriteAllBytes(made.Pfx, certificate.Export(X509ContentType.Pfx));
        File.WriteAllText(made.Pem, certificate.ExportCertificatePem());
        return made;
    }
}
