using System.Text.Json.Serialization;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>Verifies signatures of tokens.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(ContentKeyPolicySymmetricTokenKey), ContractJson.TypePrefix + nameof(ContentKeyPolicySymmetricTokenKey))]
[JsonDerivedType(typeof(ContentKeyPolicyRsaTokenKey), ContractJson.TypePrefix + nameof(ContentKeyPolicyRsaTokenKey))]
[JsonDerivedType(typeof(ContentKeyPolicyX509CertificateTokenKey), ContractJson.TypePrefix + nameof(ContentKeyPolicyX509CertificateTokenKey))]
public abstract record ContentKeyPolicyRestrictionTokenKey;
