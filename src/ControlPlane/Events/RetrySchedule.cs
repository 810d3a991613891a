namespace MediaPlatform.ControlPlane.Events;

/// <summary>When a delivery that failed is tried again: Event Grid's documented schedule, with a little chance so that many do not come at once.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
    ];

    /// <param name="attempts">How often it was sent.</param>
    /// <param name="status">The last reply; null for none.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int attempts, int? status, double chance)
    {
        var pause = s_pauses[Math.Clamp(attempts - 1, 0, s_pauses.Length - 1)];
        var least = status switch
        {
            404 => TimeSpan.FromMinutes(5),
            408 => TimeSpan.FromMinutes(2),
            503 => TimeSpan.FromSeconds(30),
            _ => TimeSpan.Zero,
        };
        return (pause > least ? pause : least) * (1 + (chance / 10));
    }

    /// <summary>Why no other attempt can help after this reply; null when one can.</summary>
    public static string? Hopeless(int? status) => status switch
    {
        400 => "UndeliverableDueToHttpBadRequest",
        401 => "UndeliverableDueToHttpUnauthorized",
        403 => "UndeliverableDueToHttpForbidden",
        413 => "UndeliverableDueToHttpRequestEntityTooLarge",
        _ => null,
    };
}
