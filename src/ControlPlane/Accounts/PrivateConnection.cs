namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>A private endpoint connection as kept with its account: a record of approval, the network itself is the operator's.</summary>
/// <param name="Status">Pending, Approved or Rejected.</param>
internal sealed record PrivateConnection(string Name, string Status, string? Description, string? ActionsRequired, string? PrivateEndpointId);
