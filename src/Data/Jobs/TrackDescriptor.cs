using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Jobs;

/// <summary>A selection of tracks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(AudioTrackDescriptor), ContractJson.TypePrefix + nameof(AudioTrackDescriptor))]
[JsonDerivedType(typeof(SelectAudioTrackByAttribute), ContractJson.TypePrefix + nameof(SelectAudioTrackByAttribute))]
[JsonDerivedType(typeof(SelectAudioTrackById), ContractJson.TypePrefix + nameof(SelectAudioTrackById))]
[JsonDerivedType(typeof(VideoTrackDescriptor), ContractJson.TypePrefix + nameof(VideoTrackDescriptor))]
[JsonDerivedType(typeof(SelectVideoTrackByAttribute), ContractJson.TypePrefix + nameof(SelectVideoTrackByAttribute))]
[JsonDerivedType(typeof(SelectVideoTrackById), ContractJson.TypePrefix + nameof(SelectVideoTrackById))]
public abstract record TrackDescriptor;
