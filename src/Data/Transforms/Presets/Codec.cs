using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>One kind of stream to make.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(Audio), ContractJson.TypePrefix + nameof(Audio))]
[JsonDerivedType(typeof(AacAudio), ContractJson.TypePrefix + nameof(AacAudio))]
[JsonDerivedType(typeof(DDAudio), ContractJson.TypePrefix + nameof(DDAudio))]
[JsonDerivedType(typeof(CopyAudio), ContractJson.TypePrefix + nameof(CopyAudio))]
[JsonDerivedType(typeof(Video), ContractJson.TypePrefix + nameof(Video))]
[JsonDerivedType(typeof(H264Video), ContractJson.TypePrefix + nameof(H264Video))]
[JsonDerivedType(typeof(H265Video), ContractJson.TypePrefix + nameof(H265Video))]
[JsonDerivedType(typeof(CopyVideo), ContractJson.TypePrefix + nameof(CopyVideo))]
[JsonDerivedType(typeof(Image), ContractJson.TypePrefix + nameof(Image))]
[JsonDerivedType(typeof(JpgImage), ContractJson.TypePrefix + nameof(JpgImage))]
[JsonDerivedType(typeof(PngImage), ContractJson.TypePrefix + nameof(PngImage))]
public abstract record Codec
{
    /// <summary>Name by which output files refer to it.</summary>
    public string? Label { get; init; }
}
