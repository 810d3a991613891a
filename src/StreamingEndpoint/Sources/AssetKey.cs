namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>Names a presentation in storage.</summary>
internal readonly record struct AssetKey(string StorageAccount, string Container, string ManifestName);
