using System.Collections.Immutable;

namespace MediaPlatform.Media.Manifests.Ism;

/// <summary>A server manifest (<c>.ism</c>): the SMIL list of the tracks that an asset streams.</summary>
public sealed record ServerManifest
{
    /// <summary>The meta <c>formats</c>, for example <c>mp4</c>, <c>fmp4</c>, <c>vod-fmp4</c>; null when absent, which means <c>fmp4</c>.</summary>
    public string? Formats { get; init; }

    /// <summary>File name of the client manifest (<c>.ismc</c>); null for MP4 sets without one.</summary>
    public string? ClientManifest { get; init; }

    /// <summary>The meta <c>fragmentsPerHLSSegment</c>: live fragments per TS segment; null when absent.</summary>
    public int? FragmentsPerHlsSegment { get; init; }

    public ImmutableArray<ServerManifestTrack> Tracks { get; init; } = [];
}
