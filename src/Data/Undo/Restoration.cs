namespace MediaPlatform.Data.Undo;

/// <summary>How an attempt to restore ended, and what stood in its way.</summary>
/// <param name="Kind">Kind of the row that could not come back.</param>
/// <param name="Name">Its name, its container's or its asset's; empty when nothing stood in the way.</param>
public sealed record Restoration(RestoreOutcome Outcome, DeletedKind Kind = default, string Name = "");
