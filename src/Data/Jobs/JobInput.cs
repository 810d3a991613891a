using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Jobs;

/// <summary>What a job reads.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(JobInputClip), ContractJson.TypePrefix + nameof(JobInputClip))]
[JsonDerivedType(typeof(JobInputAsset), ContractJson.TypePrefix + nameof(JobInputAsset))]
[JsonDerivedType(typeof(JobInputHttp), ContractJson.TypePrefix + nameof(JobInputHttp))]
[JsonDerivedType(typeof(JobInputs), ContractJson.TypePrefix + nameof(JobInputs))]
[JsonDerivedType(typeof(JobInputSequence), ContractJson.TypePrefix + nameof(JobInputSequence))]
public abstract record JobInput;
