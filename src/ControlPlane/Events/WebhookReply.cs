namespace MediaPlatform.ControlPlane.Events;

/// <summary>What came of one call of a webhook.</summary>
/// <param name="Outcome">In Event Grid's words: Delivered, TimedOut, NotFound and so on.</param>
/// <param name="Status">HTTP status; null when there was no reply.</param>
/// <param name="Body">Beginning of the reply.</param>
/// <param name="AllowedOrigin">Its WebHook-Allowed-Origin.</param>
internal sealed record WebhookReply(string Outcome, int? Status, byte[] Body, string? AllowedOrigin)
{
    public const string Delivered = "Delivered";

    /// <summary>Whether it took what was sent: 200 to 204, as Event Grid has it.</summary>
    public bool IsSuccess => Outcome == Delivered;
}
