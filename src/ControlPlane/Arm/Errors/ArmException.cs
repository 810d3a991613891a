namespace MediaPlatform.ControlPlane.Arm.Errors;

/// <summary>A reply with an ARM error body; thrown by <see cref="ArmErrors"/> only and written by <see cref="ArmErrorMiddleware"/>.</summary>
internal sealed class ArmException(int status, ArmError error) : Exception(error.Message)
{
    public int Status => status;

    public ArmError Error => error;

    /// <summary>Seconds after which the caller may try again, where that helps.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Value of <c>x-ms-failure-cause</c>; the real gateway names itself for missing ARM resources.</summary>
    public string? FailureCause { get; init; }
}
