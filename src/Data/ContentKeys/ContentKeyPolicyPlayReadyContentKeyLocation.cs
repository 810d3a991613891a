using System.Text.Json.Serialization;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>Where the id of the key of a PlayReady licence is taken from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader), ContractJson.TypePrefix + nameof(ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader))]
[JsonDerivedType(typeof(ContentKeyPolicyPlayReadyContentEncryptionKeyFromKeyIdentifier), ContractJson.TypePrefix + nameof(ContentKeyPolicyPlayReadyContentEncryptionKeyFromKeyIdentifier))]
public abstract record ContentKeyPolicyPlayReadyContentKeyLocation;
