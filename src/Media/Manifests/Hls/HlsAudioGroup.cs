using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>Audio renditions of one codec: members of a group must be interchangeable for a player that chose a variant.</summary>
internal sealed record HlsAudioGroup(string Id, IReadOnlyList<SwitchingSet> Sets)
{
    /// <summary>The rendition of a set that is listed: the best one.</summary>
    public static Rendition Best(SwitchingSet set) => set.Renditions[^1];

    /// <summary>The rendition with the highest bitrate of the group.</summary>
    public Rendition Highest => Sets.Select(Best).MaxBy(rendition => rendition.Bitrate)!;

    /// <summary>Codec strings of the group, without repetition.</summary>
    public IEnumerable<string> Codecs => Sets.Select(set => Best(set).Format.CodecString).Distinct(StringComparer.Ordinal);

    /// <summary>The first codec has the name AMS used; further codecs add theirs.</summary>
    public static IReadOnlyList<HlsAudioGroup> From(IReadOnlyList<SwitchingSet> sets)
    {
        var groups = new List<HlsAudioGroup>();
        foreach (var codec in sets.GroupBy(set => Best(set).Format.Codec))
        {
            groups.Add(new(groups.Count == 0 ? "audio" : "audio-" + Suffix(codec.Key), [.. codec]));
        }

        return groups;
    }

    private static string Suffix(Codec codec) => codec.ToString().ToLowerInvariant();
}
