namespace MediaPlatform.ControlPlane.Events;

/// <param name="IsProved">The webhook wants events.</param>
/// <param name="IsPending">It took the question and may open the validation URL.</param>
/// <param name="Reply">What it said, in a few words.</param>
internal readonly record struct HandshakeOutcome(bool IsProved, bool IsPending, string Reply);
