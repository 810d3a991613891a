namespace MediaPlatform.Encoder.Presets;

/// <summary>One file to make: which renditions it holds and how it is named.</summary>
/// <param name="Pattern">Name with macros; see <see cref="FileNamePattern"/>.</param>
/// <param name="Container">Kind of file.</param>
/// <param name="Video">Video rendition, by its place in the recipe.</param>
/// <param name="Audios">Audio renditions, by their places in the recipe.</param>
internal sealed record FileRecipe(string Pattern, FileContainer Container, int? Video, IReadOnlyList<int> Audios);
