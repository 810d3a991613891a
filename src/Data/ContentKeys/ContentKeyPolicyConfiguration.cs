using System.Text.Json.Serialization;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>What is delivered: the plain key, or a licence of a DRM system.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(ContentKeyPolicyClearKeyConfiguration), ContractJson.TypePrefix + nameof(ContentKeyPolicyClearKeyConfiguration))]
[JsonDerivedType(typeof(ContentKeyPolicyWidevineConfiguration), ContractJson.TypePrefix + nameof(ContentKeyPolicyWidevineConfiguration))]
[JsonDerivedType(typeof(ContentKeyPolicyPlayReadyConfiguration), ContractJson.TypePrefix + nameof(ContentKeyPolicyPlayReadyConfiguration))]
[JsonDerivedType(typeof(ContentKeyPolicyFairPlayConfiguration), ContractJson.TypePrefix + nameof(ContentKeyPolicyFairPlayConfiguration))]
[JsonDerivedType(typeof(ContentKeyPolicyUnknownConfiguration), ContractJson.TypePrefix + nameof(ContentKeyPolicyUnknownConfiguration))]
public abstract record ContentKeyPolicyConfiguration;
