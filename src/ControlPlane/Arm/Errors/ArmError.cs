namespace MediaPlatform.ControlPlane.Arm.Errors;

/// <summary>The error object of the contract.</summary>
/// <param name="Target">The member that is wrong, as a path in the body.</param>
internal sealed record ArmError(string Code, string? Message, string? Target = null, IReadOnlyList<ArmError>? Details = null);

/// <summary>The envelope around it.</summary>
internal sealed record ArmErrorReply(ArmError Error);
