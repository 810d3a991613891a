namespace MediaPlatform.Encoder.Presets;

/// <summary>Streams that are copied from the source.</summary>
/// <param name="Pattern">Name with macros; null for the names of the built-in preset.</param>
/// <param name="Files">What goes into a file with each picture; null for every track in a file of its own.</param>
internal sealed record CopyRecipe(string? Pattern, IReadOnlyList<CopiedFile>? Files);
