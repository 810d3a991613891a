using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>What was made of a source.</summary>
internal sealed record EncodedOutput(SourceMedia Source, IReadOnlyList<EncodedFile> Files);
