namespace MediaPlatform.Data.Events;

/// <summary>The events that there are.</summary>
public static class EventTypes
{
    /// <summary>What every type begins with.</summary>
    public const string Prefix = "Microsoft.Media.";

    /// <summary>All types (control-plane.md section 11) that this installation sends.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. from thing in new[] { "Job", "JobOutput" }
           from change in new[] { "StateChange", "Scheduled", "Processing", "Canceling", "Finished", "Canceled", "Errored" }
           select Prefix + thing + change,
        Prefix + "JobOutputProgress",
    ];
}
