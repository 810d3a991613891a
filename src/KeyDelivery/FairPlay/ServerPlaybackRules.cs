using System.Buffers.Binary;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>
/// What the blocks of a message must be like, beside being there: lengths of values, and a version of the protocol that both
/// sides know. Blocks that may be left out are looked at when they are there.
/// </summary>
internal static class ServerPlaybackRules
{
    private const uint Version = 1;
    private const int ShortestAssetId = 2;
    private const int LongestAssetId = 200;

    private static readonly (ulong Tag, int Length)[] s_fixed =
    [
        (FairPlayTags.SessionKeyAndR1, 112), (FairPlayTags.Integrity, 16), (FairPlayTags.AntiReplaySeed, 16), (FairPlayTags.Transaction, 8),
        (FairPlayTags.VersionUsed, 4), (FairPlayTags.StreamingIndicator, 8), (FairPlayTags.PlaybackState, 16),
    ];

    private static readonly ulong[] s_needed = [FairPlayTags.SessionKeyAndR1, FairPlayTags.Integrity, FairPlayTags.R2, FairPlayTags.AntiReplaySeed];

    /// <summary>What is wrong with the blocks; null when nothing is.</summary>
    public static string? Check(IReadOnlyDictionary<ulong, ReadOnlyMemory<byte>> blocks) =>
        !s_needed.All(blocks.ContainsKey) || s_fixed.Any(rule => blocks.TryGetValue(rule.Tag, out var value) && value.Length != rule.Length) ? ServerPlaybackContext.Damaged
        : blocks.TryGetValue(FairPlayTags.AssetId, out var id) && id.Length is < ShortestAssetId or > LongestAssetId ? "The SPC has an asset id that is not of 2 to 200 bytes."
        : blocks.TryGetValue(FairPlayTags.ReturnRequest, out var tags) && tags.Length % ServerPlaybackContext.TagSize != 0 ? ServerPlaybackContext.Damaged
        : CheckVersions(blocks);

    // The header is outside the encryption and says version 1 to get here; what is inside must agree.
    private static string? CheckVersions(IReadOnlyDictionary<ulong, ReadOnlyMemory<byte>> blocks)
    {
        if (blocks.TryGetValue(FairPlayTags.VersionUsed, out var used) && BinaryPrimitives.ReadUInt32BigEndian(used.Span) != Version)
        {
            return "Only SPC version 1 can be read.";
        }

        return !blocks.TryGetValue(FairPlayTags.VersionsSupported, out var versions) || Versions(versions).Contains(Version)
            ? null : "The SPC is in a version of the protocol that it does not say to support.";
    }

    private static List<uint> Versions(ReadOnlyMemory<byte> list)
    {
        var versions = new List<uint>();
        for (var at = 0; at + sizeof(uint) <= list.Length; at += sizeof(uint))
        {
            versions.Add(BinaryPrimitives.ReadUInt32BigEndian(list.Span[at..]));
        }

        return versions;
    }
}
