using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>
/// A certificate authority of this data directory and the server certificate it signs. Clients trust the authority once
/// (NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE, SSL_CERT_FILE); the server certificate is renewed under it at start.
/// </summary>
internal sealed class LocalCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(820);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private readonly string _directory;
    private readonly TimeProvider _clock;

    /// <param name="directory">Folder that holds the two certificates and their keys; made when missing.</param>
    /// <param name="clock">Decides when the server certificate is due for renewal.</param>
    public LocalCertificates(string directory, TimeProvider clock)
    {
        _directory = directory;
        _clock = clock;
    }

    /// <summary>PEM file of the authority, readable by everybody: what clients are told to trust.</summary>
    public string AuthorityPath => Path.Combine(_directory, "ca.crt");

    private string AuthorityKeyPath => Path.Combine(_directory, "ca.key");

    private string ServerPath => Path.Combine(_directory, "server.crt");

    private string ServerKeyPath => Path.Combine(_directory, "server.key");

    /// <summary>Loads the server certificate, making or renewing what is missing, about to expire or made for other names.</summary>
    /// <param name="hosts">DNS names and IP addresses that clients use.</param>
    public X509Certificate2 LoadOrCreate(IReadOnlyCollection<string> hosts)
    {
        Directory.CreateDirectory(_directory);
        using var authority = Load(AuthorityPath, AuthorityKeyPath) ?? CreateAuthority();
        var server = Load(ServerPath, ServerKeyPath);
        if (server is not null && IsSignedBy(server, authority) && hosts.All(host => server.MatchesHostname(host)))
        {
            return server;
        }

        server?.Dispose();
        return CreateServer(authority, hosts);
    }

    private static bool IsSignedBy(X509Certificate2 server, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(server);
    }

    private X509Certificate2? Load(string certificatePath, string keyPath)
    {
        if (!File.Exists(certificatePath) || !File.Exists(keyPath))
        {
            return null;
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            if (certificate.NotAfter.ToUniversalTime() - _clock.GetUtcNow().UtcDateTime > RenewBefore)
            {
                return certificate;
            }

            certificate.Dispose();
            return null;
        }
        catch (CryptographicException)
        {
            return null; // Torn or foreign files: a new pair is made and replaces them.
        }
    }

    private X509Certificate2 CreateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=MediaPlatform local authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = _clock.GetUtcNow();
        var authority = request.CreateSelfSigned(now.AddDays(-1), now + AuthorityLifetime);
        Write(authority, key, AuthorityPath, AuthorityKeyPath);
        return authority;
    }

    private X509Certificate2 CreateServer(X509Certificate2 authority, IReadOnlyCollection<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=MediaPlatform", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        request.CertificateExtensions.Add(AlternativeNames(hosts));

        var now = _clock.GetUtcNow();
        using var signed = request.Create(authority, now.AddDays(-1), now + ServerLifetime, RandomNumberGenerator.GetBytes(16));
        Write(signed, key, ServerPath, ServerKeyPath);
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Extension AlternativeNames(IReadOnlyCollection<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }

    private static void Write(X509Certificate2 certificate, ECDsa key, string certificatePath, string keyPath)
    {
        // The certificate is written last: a key without its certificate is ignored, never the other way round.
        AtomicFile.Write(keyPath, key.ExportPkcs8PrivateKeyPem(), AtomicFile.OwnerOnly);
        AtomicFile.Write(certificatePath, certificate.ExportCertificatePem(), AtomicFile.ReadableByAll);
    }
}
