namespace MediaPlatform.Media.Captions;

/// <summary>How captions are carried in fragmented MP4, ISO/IEC 14496-30.</summary>
public enum CaptionForm
{
    /// <summary>IMSC 1 text profile, sample entry <c>stpp</c>: one document per fragment.</summary>
    Imsc,

    /// <summary>WebVTT, sample entry <c>wvtt</c>: one sample per change of what is shown.</summary>
    WebVtt,
}
