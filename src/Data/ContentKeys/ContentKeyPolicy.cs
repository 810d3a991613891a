using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>Who gets a key, and with which rights. Its Id is the policyId.</summary>
public sealed class ContentKeyPolicy : NamedResource
{
    public string? Description { get; set; }

    /// <summary>The options as JSON. Holds secrets, so the whole text is under <see cref="Secrets.ISecretProtector"/>.</summary>
    public string ProtectedOptions { get; set; } = "";
}
