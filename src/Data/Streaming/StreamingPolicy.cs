using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Streaming;

/// <summary>Which protocols a locator offers and how they are encrypted. Created and deleted, never changed.</summary>
public sealed class StreamingPolicy : NamedResource
{
    public string? DefaultContentKeyPolicyName { get; set; }

    public NoEncryption? NoEncryption { get; set; }

    public EnvelopeEncryption? EnvelopeEncryption { get; set; }

    public CommonEncryptionCenc? CommonEncryptionCenc { get; set; }

    public CommonEncryptionCbcs? CommonEncryptionCbcs { get; set; }
}
