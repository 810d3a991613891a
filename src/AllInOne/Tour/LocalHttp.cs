using System.Security.Cryptography.X509Certificates;

namespace MediaPlatform.AllInOne.Tour;

/// <summary>HTTP clients that trust this installation's own certificate authority and nothing else.</summary>
internal static class LocalHttp
{
    /// <param name="authorityPath">PEM file of the authority.</param>
    public static HttpClient Create(string authorityPath)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(authorityPath);
        return new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        });
    }
}
