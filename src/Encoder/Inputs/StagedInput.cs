using MediaPlatform.Data.Jobs;

namespace MediaPlatform.Encoder.Inputs;

/// <summary>A job input whose files are on this worker.</summary>
/// <param name="Clip">Which part and which tracks of it are wanted.</param>
internal sealed record StagedInput(IReadOnlyList<InputFilePath> Files, JobInputClip Clip);
