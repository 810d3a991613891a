namespace MediaPlatform.Encoder.Presets;

/// <summary>Kind of an output file.</summary>
internal enum FileContainer
{
    Mp4,
    TransportStream,
}
