using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Jobs;

/// <summary>Tracks of the input files.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(FromAllInputFile), ContractJson.TypePrefix + nameof(FromAllInputFile))]
[JsonDerivedType(typeof(FromEachInputFile), ContractJson.TypePrefix + nameof(FromEachInputFile))]
[JsonDerivedType(typeof(InputFile), ContractJson.TypePrefix + nameof(InputFile))]
public abstract record InputDefinition
{
    /// <summary>Tracks that are used.</summary>
    public IReadOnlyList<TrackDescriptor> IncludedTracks { get; init; } = [];
}
