using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Delivery;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>One media file of an asset: its open blob and its track indexes.</summary>
internal sealed class MediaSource(string name, SharedReader reader, MediaFile file)
{
    public string Name { get; } = name;

    public SharedReader Reader { get; } = reader;

    public MediaFile File { get; } = file;

    /// <summary>Its indexes have failed: the source must be opened again.</summary>
    public bool IsLost => File.Tracks.Any(track => track.IsLost);

    /// <summary>What of its pictures is encrypted, as far as it was asked for.</summary>
    public SubsampleCache Subsamples { get; } = new();

    /// <summary>The captions of a text track, for outputs that carry them as WebVTT; null when the file has none.</summary>
    public CaptionDocument? Captions { get; init; }

    /// <summary>The blobs whose versions stand for the version of the source.</summary>
    public IReadOnlyList<(string Name, string ETag)> Pinned { get; init; } = [(name, reader.ETag)];

    /// <summary>Short form of the blob's version; part of the entity tag of everything made from it.</summary>
    public string VersionTag { get; } = EntityTag.Of(name + reader.ETag).Trim('"')[..12];

    /// <summary>Bytes of memory that the indexes take, roughly.</summary>
    public long IndexBytes { get; } = file.Tracks.Sum(BytesOf);

    private static long BytesOf(TrackIndex track) => 4096 + track.MemorySize;
}
