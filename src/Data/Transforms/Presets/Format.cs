using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>A kind of output file.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(MultiBitrateFormat), ContractJson.TypePrefix + nameof(MultiBitrateFormat))]
[JsonDerivedType(typeof(Mp4Format), ContractJson.TypePrefix + nameof(Mp4Format))]
[JsonDerivedType(typeof(TransportStreamFormat), ContractJson.TypePrefix + nameof(TransportStreamFormat))]
[JsonDerivedType(typeof(CmafFormat), ContractJson.TypePrefix + nameof(CmafFormat))]
[JsonDerivedType(typeof(ImageFormat), ContractJson.TypePrefix + nameof(ImageFormat))]
[JsonDerivedType(typeof(JpgFormat), ContractJson.TypePrefix + nameof(JpgFormat))]
[JsonDerivedType(typeof(PngFormat), ContractJson.TypePrefix + nameof(PngFormat))]
public abstract record Format
{
    /// <summary>Name pattern with macros in braces.</summary>
    public string FilenamePattern { get; init; } = "";
}
