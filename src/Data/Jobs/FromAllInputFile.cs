namespace MediaPlatform.Data.Jobs;

/// <summary>Tracks looked for over all files together.</summary>
public sealed record FromAllInputFile : InputDefinition;
