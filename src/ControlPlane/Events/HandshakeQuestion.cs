using MediaPlatform.Data.Events;

namespace MediaPlatform.ControlPlane.Events;

/// <param name="Topic">ARM id of the account.</param>
/// <param name="Name">Name of the subscription.</param>
/// <param name="Code">What the webhook is to say back.</param>
/// <param name="ValidationUrl">What it may open instead.</param>
internal sealed record HandshakeQuestion(
    string Topic, string Name, Uri Endpoint, EventDeliverySchema Schema, IReadOnlyList<DeliveryAttribute> Attributes, string Code, string ValidationUrl);
