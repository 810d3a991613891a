namespace MediaPlatform.Media.Tracks;

/// <summary>How pictures are turned for display, clockwise: what the matrix of a track header says, ISO/IEC 14496-12 8.3.2. Phones write it.</summary>
public enum Rotation
{
    /// <summary>As they are coded; also what is made of matrices that do anything but turn.</summary>
    None,

    /// <summary>By 90 degrees.</summary>
    Quarter,

    /// <summary>By 180 degrees.</summary>
    Half,

    /// <summary>By 270 degrees.</summary>
    ThreeQuarters,
}
