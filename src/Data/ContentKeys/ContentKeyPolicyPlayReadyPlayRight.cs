namespace MediaPlatform.Data.ContentKeys;

/// <summary>Rights and output protection of playback. OPL = output protection level.</summary>
public sealed record ContentKeyPolicyPlayReadyPlayRight
{
    /// <summary>How long the licence is valid after its first use.</summary>
    public TimeSpan? FirstPlayExpiration { get; init; }

    /// <summary>Serial Copy Management System, 0 to 3.</summary>
    public int? ScmsRestriction { get; init; }

    /// <summary>Automatic gain control and colour stripe, 0 to 3.</summary>
    public int? AgcAndColorStripeRestriction { get; init; }

    /// <summary>Restriction of analogue television outputs.</summary>
    public ContentKeyPolicyPlayReadyExplicitAnalogTelevisionRestriction? ExplicitAnalogTelevisionOutputRestriction { get; init; }

    /// <summary>Whether digital outputs only may carry the picture; required.</summary>
    public bool? DigitalVideoOnlyContentRestriction { get; init; }

    /// <summary>Whether analogue component video is constrained; required.</summary>
    public bool? ImageConstraintForAnalogComponentVideoRestriction { get; init; }

    /// <summary>Whether analogue monitors are constrained; required.</summary>
    public bool? ImageConstraintForAnalogComputerMonitorRestriction { get; init; }

    /// <summary>Whether outputs that are not known may carry the picture; required.</summary>
    public ContentKeyPolicyPlayReadyUnknownOutputPassingOption? AllowPassingVideoContentToUnknownOutput { get; init; }

    /// <summary>OPL 100, 250, 270 or 300.</summary>
    public int? UncompressedDigitalVideoOpl { get; init; }

    /// <summary>OPL 400 or 500.</summary>
    public int? CompressedDigitalVideoOpl { get; init; }

    /// <summary>OPL 100, 150 or 200.</summary>
    public int? AnalogVideoOpl { get; init; }

    /// <summary>OPL 100, 150, 200, 250 or 300.</summary>
    public int? CompressedDigitalAudioOpl { get; init; }

    /// <summary>OPL 100, 150, 200, 250 or 300.</summary>
    public int? UncompressedDigitalAudioOpl { get; init; }
}
