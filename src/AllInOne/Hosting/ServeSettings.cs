namespace MediaPlatform.AllInOne.Hosting;

/// <summary>What the command line asks for.</summary>
/// <param name="DataPath">Folder of this installation.</param>
/// <param name="Port">First of four consecutive ports: streaming, management, blobs, keys.</param>
/// <param name="Json">True for one JSON object a line instead of text for people.</param>
/// <param name="Roles">Services to run here; all by default.</param>
/// <param name="ConfigurationFile">JSON file with settings, or null.</param>
/// <param name="Files">Media files to upload, encode and publish once the server is ready.</param>
internal sealed record ServeSettings(
    string DataPath,
    int Port,
    bool Json,
    IReadOnlySet<ServiceRole> Roles,
    string? ConfigurationFile,
    IReadOnlyList<string> Files);
