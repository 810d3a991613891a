using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Jobs;

/// <summary>A point in an input.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(AbsoluteClipTime), ContractJson.TypePrefix + nameof(AbsoluteClipTime))]
[JsonDerivedType(typeof(UtcClipTime), ContractJson.TypePrefix + nameof(UtcClipTime))]
public abstract record ClipTime;
