namespace MediaPlatform.Data.ContentKeys;

/// <summary>A FairPlay licence (CKC).</summary>
public sealed record ContentKeyPolicyFairPlayConfiguration : ContentKeyPolicyConfiguration
{
    /// <summary>Application secret key, 16 bytes. A secret.</summary>
    public byte[]? Ask { get; init; }

    /// <summary>Password of the PKCS#12 file. A secret.</summary>
    public string? FairPlayPfxPassword { get; init; }

    /// <summary>PKCS#12 file with certificate and private key, base64. A secret.</summary>
    public string? FairPlayPfx { get; init; }

    /// <summary>What the licence permits; required.</summary>
    public ContentKeyPolicyFairPlayRentalAndLeaseKeyType? RentalAndLeaseKeyType { get; init; }

    /// <summary>Seconds of rental; required, zero when it does not apply.</summary>
    public long? RentalDuration { get; init; }

    /// <summary>Times of stored licences.</summary>
    public ContentKeyPolicyFairPlayOfflineRentalConfiguration? OfflineRentalConfiguration { get; init; }
}
