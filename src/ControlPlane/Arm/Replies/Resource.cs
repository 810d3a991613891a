using MediaPlatform.Data.Catalog;

namespace MediaPlatform.ControlPlane.Arm.Replies;

/// <summary>The envelope of an untracked resource.</summary>
internal sealed record Resource<TProperties>(string Name, string Id, string Type, TProperties Properties, SystemData? SystemData);
