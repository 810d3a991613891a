namespace MediaPlatform.Encoder.Inputs;

/// <summary>An input file on this worker.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its name in the asset or URL.</param>
/// <param name="Address">Where it came from, without any signature.</param>
internal sealed record InputFilePath(string Path, string Name, string Address);
