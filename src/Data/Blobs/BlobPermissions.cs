namespace MediaPlatform.Data.Blobs;

/// <summary>Rights of a container SAS, written in Azure's order racwdl.</summary>
[Flags]
public enum BlobPermissions
{
    None = 0,
    Read = 1,
    Add = 2,
    Create = 4,
    Write = 8,
    Delete = 16,
    List = 32,
}
