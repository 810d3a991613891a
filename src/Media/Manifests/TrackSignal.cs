using MediaPlatform.Media.Encryption;

namespace MediaPlatform.Media.Manifests;

/// <summary>What a manifest says of the encryption of a track.</summary>
/// <param name="KeyId">Names the key (KID).</param>
public sealed record TrackSignal(Guid KeyId)
{
    /// <summary>How samples are encrypted; null when whole segments are.</summary>
    public ProtectionScheme? Scheme { get; init; }

    /// <summary>The 16-byte IV of every segment, when whole segments are encrypted.</summary>
    public ReadOnlyMemory<byte> Iv { get; init; }

    /// <summary>Where players get the plain key, when whole segments are encrypted.</summary>
    public string? KeyUrl { get; init; }

    /// <summary>Protection systems that hand out the key, when samples are encrypted.</summary>
    public IReadOnlyList<SystemSignal> Systems { get; init; } = [];
}
