using System.Text.Json;
using MediaPlatform.Data.Secrets;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>The options of a stored policy: encrypted as a whole, since they hold secrets.</summary>
public static class ContentKeyPolicyOptions
{
    /// <summary>Opens the options; an unsaved policy has none.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key ring cannot open them.</exception>
    public static IReadOnlyList<ContentKeyPolicyOption> ReadOptions(this ContentKeyPolicy policy, ISecretProtector protector) =>
        policy.ProtectedOptions.Length == 0
            ? []
            : JsonSerializer.Deserialize<List<ContentKeyPolicyOption>>(protector.Unprotect(policy.ProtectedOptions), ContractJson.Options) ?? [];

    /// <summary>Encrypts and sets the options; an option without an id gets one.</summary>
    public static void WriteOptions(this ContentKeyPolicy policy, IEnumerable<ContentKeyPolicyOption> options, ISecretProtector protector)
    {
        var identified = options.Select(option => option.PolicyOptionId == Guid.Empty ? option with { PolicyOptionId = Guid.NewGuid() } : option);
        policy.ProtectedOptions = protector.Protect(JsonSerializer.SerializeToUtf8Bytes(identified.ToList(), ContractJson.Options));
    }

    /// <summary>The option as every operation but getPolicyPropertiesWithSecrets shows it: verification keys, ASk and PFX are empty.</summary>
    public static ContentKeyPolicyOption WithoutSecrets(this ContentKeyPolicyOption option) => option with
    {
        Configuration = option.Configuration is ContentKeyPolicyFairPlayConfiguration fairPlay
            ? fairPlay with { Ask = [], FairPlayPfx = "", FairPlayPfxPassword = "" }
            : option.Configuration,
        Restriction = option.Restriction is ContentKeyPolicyTokenRestriction token
            ? token with
            {
                PrimaryVerificationKey = WithoutSecret(token.PrimaryVerificationKey),
                AlternateVerificationKeys = token.AlternateVerificationKeys?.Select(key => WithoutSecret(key)!).ToList(),
            }
            : option.Restriction,
    };

    private static ContentKeyPolicyRestrictionTokenKey? WithoutSecret(ContentKeyPolicyRestrictionTokenKey? key) => key switch
    {
        ContentKeyPolicySymmetricTokenKey => new ContentKeyPolicySymmetricTokenKey { KeyValue = [] },
        ContentKeyPolicyRsaTokenKey => new ContentKeyPolicyRsaTokenKey { Exponent = [], Modulus = [] },
        ContentKeyPolicyX509CertificateTokenKey => new ContentKeyPolicyX509CertificateTokenKey { RawBody = [] },
        _ => null,
    };
}
