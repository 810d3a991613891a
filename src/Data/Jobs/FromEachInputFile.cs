namespace MediaPlatform.Data.Jobs;

/// <summary>Tracks looked for in each file.</summary>
public sealed record FromEachInputFile : InputDefinition;
