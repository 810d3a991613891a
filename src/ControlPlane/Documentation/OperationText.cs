namespace MediaPlatform.ControlPlane.Documentation;

/// <param name="Body">Name of the body's schema; null for none.</param>
/// <param name="Reply">Name of the reply's schema; null for none.</param>
/// <param name="Statuses">Legal statuses; those that end in a dash carry no body.</param>
/// <param name="Query">Query parameters beside api-version.</param>
internal sealed record OperationText(
    string Id, string Summary, string? Body, string? Reply, IReadOnlyList<string> Statuses, IReadOnlyList<string> Query);
