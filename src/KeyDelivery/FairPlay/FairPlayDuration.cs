using System.Buffers.Binary;
using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>How long a licence is good, in seconds, and of what kind it is.</summary>
internal readonly record struct FairPlayDuration(uint Lease, uint Rental, uint Kind)
{
    public const uint RentalOnly = 0x3dfe45a0;
    public const uint LeaseAndRental = 0x27b59bde;
    public const uint Persistent = 0x3df2d9fb;
    public const uint PersistentLimited = 0x18f06048;

    // Stands at the end of the value in every version of the format.
    private const uint Closing = 0x86d34a3a;

    /// <summary>What a configuration permits; null when it sets no limit.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="mayPersist">Whether the streaming policy lets licences be stored.</param>
    public static FairPlayDuration? Of(ContentKeyPolicyFairPlayConfiguration configuration, bool mayPersist)
    {
        var rental = (uint)(configuration.RentalDuration ?? 0);
        var storage = (uint)(configuration.OfflineRentalConfiguration?.StorageDurationSeconds ?? rental);
        var playback = (uint)(configuration.OfflineRentalConfiguration?.PlaybackDurationSeconds ?? rental);
        return configuration.RentalAndLeaseKeyType switch
        {
            ContentKeyPolicyFairPlayRentalAndLeaseKeyType.PersistentUnlimited when mayPersist => new(0, 0, Persistent),
            ContentKeyPolicyFairPlayRentalAndLeaseKeyType.PersistentLimited when mayPersist => new(storage, playback, PersistentLimited),
            ContentKeyPolicyFairPlayRentalAndLeaseKeyType.DualExpiry => new(storage, playback, LeaseAndRental),
            _ when rental > 0 => new(0, rental, RentalOnly),
            _ => null,
        };
    }

    /// <summary>The block of the answer.</summary>
    public Tllv ToBlock()
    {
        var value = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(value, Lease);
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(4), Rental);
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(8), Kind);
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(12), Closing);
        return new(FairPlayTags.Duration, value);
    }
}
