using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>Opened certificates, since opening one takes longer than a whole licence.</summary>
internal sealed class FairPlayCertificates
{
    private const int MaxEntries = 256;
    private readonly ConcurrentDictionary<string, FairPlayCertificate?> _opened = new(StringComparer.Ordinal);

    /// <summary>The certificate of a configuration; null when its file does not open.</summary>
    public FairPlayCertificate? Find(ContentKeyPolicyFairPlayConfiguration configuration)
    {
        var (file, password) = (configuration.FairPlayPfx ?? "", configuration.FairPlayPfxPassword);
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{file}\n{password}")));
        if (_opened.TryGetValue(name, out var certificate))
        {
            return certificate;
        }

        if (_opened.Count >= MaxEntries)
        {
            // Requests may still be using them: their keys go with the garbage.
            _opened.Clear();
        }

        return _opened.GetOrAdd(name, _ => FairPlayCertificate.Open(file, password));
    }
}
