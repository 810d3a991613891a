using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Filters;

namespace MediaPlatform.ControlPlane.Filters;

/// <summary>Properties of an asset or account filter in a reply.</summary>
internal sealed record FilterProperties(PresentationTimeRange? PresentationTimeRange, FirstQuality? FirstQuality, IReadOnlyList<FilterTrackSelection> Tracks)
{
    /// <param name="path">Path of the filter in its account, such as <c>accountFilters/name</c>.</param>
    /// <param name="type">Type below the account, such as <c>accountFilters</c>.</param>
    public static Resource<FilterProperties> ToResource(StreamingFilter filter, AccountScope account, string path, string type) => new(
        filter.Name,
        account.ChildId(path),
        $"{ArmIds.AccountType}/{type}",
        new(filter.PresentationTimeRange, filter.FirstQualityBitrate is { } bitrate ? new(bitrate) : null, filter.Tracks),
        SystemDataReply.Of(filter, account));
}

/// <param name="Bitrate">Bits per second of the quality that players start with.</param>
internal sealed record FirstQuality(int Bitrate);
