namespace MediaPlatform.Encoder.Presets;

/// <summary>Streams that are copied from the source.</summary>
/// <param name="Interleaved">Picture and sound share a file; one track per file otherwise.</param>
/// <param name="Pattern">Name with macros; null for the names of the built-in preset.</param>
internal sealed record CopyRecipe(bool Interleaved, string? Pattern);
