using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Urls;

/// <summary>What may be wrong with the spelling of a URL, each with a sentence that says how it should be.</summary>
internal static class UrlFaults
{
    public static readonly MpeError Resource = Fault("Behind the name of the server manifest comes manifest or QualityLevels.");
    public static readonly MpeError ManifestEnd = Fault("Behind manifest come parameters in parentheses, .m3u8, .mpd or nothing.");
    public static readonly MpeError QualityLevel = Fault("QualityLevels takes a number of bits per second in parentheses, and a slash follows it.");
    public static readonly MpeError SubResource = Fault("Behind a quality level comes Manifest, Fragments or KeyFrames.");
    public static readonly MpeError Playlist = Fault("The manifest of a quality level takes the name of a track and a format of HLS.");
    public static readonly MpeError Fragment = Fault("A fragment is named by its track and its start time, as in Fragments(video=0), or by i for the initialization, and nothing follows it.");
    public static readonly MpeError NoInitialization = Fault("This format has no initialization segments; those of DASH and HLS CMAF do.");
    public static readonly MpeError KeyFrame = Fault("A key frame is named by its track with the suffix _track, its time and a format of HLS.");
    public static readonly MpeError Parentheses = Fault("Parameters stand between parentheses, of which one is missing.");
    public static readonly MpeError TooMany = Fault("There are more parameters than any streaming URL has.");
    public static readonly MpeError Unknown = Fault("One of the parameters is none of format, encryption, filter, audioTrack, audio-only and type.");
    public static readonly MpeError TwoTracks = Fault("Two of the parameters are none that are known, and only the name of one track may stand among them.");
    public static readonly MpeError Twice = Fault("A parameter is given twice.");
    public static readonly MpeError AudioOnly = Fault("audio-only is true or false.");
    public static readonly MpeError Type = Fault("The only type is keyframes.");
    public static readonly MpeError Times = Fault("startTime and endTime belong to continuous recordings; filters cut what is published here.");

    private static MpeError Fault(string sentence) => MpeErrors.BadUrlSyntax.Because(sentence);
}
