using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace MediaPlatform.Data.Secrets;

internal sealed class SecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly IDataProtector _protector = provider.CreateProtector("MediaPlatform.Catalog.v1");

    public string Protect(ReadOnlySpan<byte> secret) => Convert.ToBase64String(_protector.Protect(secret.ToArray()));

    public string ProtectText(string secret) => Protect(Encoding.UTF8.GetBytes(secret));

    public byte[] Unprotect(string stored) => _protector.Unprotect(Convert.FromBase64String(stored));

    public string UnprotectText(string stored) => Encoding.UTF8.GetString(Unprotect(stored));
}
