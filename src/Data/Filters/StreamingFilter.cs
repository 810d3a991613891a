using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Filters;

/// <summary>An asset filter, or an account filter when <see cref="AssetId"/> is null.</summary>
public sealed class StreamingFilter : NamedResource
{
    public Guid? AssetId
    {
        get;
        set
        {
            field = value;
            ScopeId = value ?? Guid.Empty;
        }
    }

    /// <summary>The asset, or zero for account filters: the part of the unique key that is never null.</summary>
    public Guid ScopeId { get; private set; }

    public PresentationTimeRange? PresentationTimeRange { get; set; }

    /// <summary>Bits per second of the rendition to list first.</summary>
    public int? FirstQualityBitrate { get; set; }

    public IReadOnlyList<FilterTrackSelection> Tracks { get; set; } = [];
}
