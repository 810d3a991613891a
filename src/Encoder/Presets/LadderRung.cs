namespace MediaPlatform.Encoder.Presets;

/// <summary>One step of a ladder.</summary>
/// <param name="Size">Picture in square pixels, even sides.</param>
/// <param name="Kbps">Average video bitrate in kilobits per second.</param>
internal readonly record struct LadderRung(PictureSize Size, int Kbps);
