using System.Text.Json.Serialization;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>Who gets a key.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(ContentKeyPolicyOpenRestriction), ContractJson.TypePrefix + nameof(ContentKeyPolicyOpenRestriction))]
[JsonDerivedType(typeof(ContentKeyPolicyTokenRestriction), ContractJson.TypePrefix + nameof(ContentKeyPolicyTokenRestriction))]
[JsonDerivedType(typeof(ContentKeyPolicyUnknownRestriction), ContractJson.TypePrefix + nameof(ContentKeyPolicyUnknownRestriction))]
public abstract record ContentKeyPolicyRestriction;
