using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>What an encoder or analyzer is asked to make: one output of a transform.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(BuiltInStandardEncoderPreset), ContractJson.TypePrefix + nameof(BuiltInStandardEncoderPreset))]
[JsonDerivedType(typeof(StandardEncoderPreset), ContractJson.TypePrefix + nameof(StandardEncoderPreset))]
[JsonDerivedType(typeof(AudioAnalyzerPreset), ContractJson.TypePrefix + nameof(AudioAnalyzerPreset))]
[JsonDerivedType(typeof(VideoAnalyzerPreset), ContractJson.TypePrefix + nameof(VideoAnalyzerPreset))]
[JsonDerivedType(typeof(FaceDetectorPreset), ContractJson.TypePrefix + nameof(FaceDetectorPreset))]
public abstract record Preset;
