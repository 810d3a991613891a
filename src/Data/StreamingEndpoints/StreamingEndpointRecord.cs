using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.StreamingEndpoints;

/// <summary>A streaming endpoint of an account, as stored.</summary>
public sealed class StreamingEndpointRecord : NamedResource
{
    public string Location { get; set; } = "";

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    public string? Description { get; set; }

    /// <summary>0 is Standard, 1 and more Premium.</summary>
    public int ScaleUnits { get; set; }

    public StreamingEndpointState ResourceState { get; set; } = StreamingEndpointState.Stopped;

    public string? AvailabilitySetName { get; set; }

    public StreamingEndpointAccessControl? AccessControl { get; set; }

    /// <summary>Seconds.</summary>
    public long? MaxCacheAge { get; set; }

    public IReadOnlyList<string> CustomHostNames { get; set; } = [];

    /// <summary>Empty when the host follows from the configured public address.</summary>
    public string HostName { get; set; } = "";

    public bool CdnEnabled { get; set; }

    public string? CdnProvider { get; set; }

    public string? CdnProfile { get; set; }

    public CrossSiteAccessPolicies? CrossSiteAccessPolicies { get; set; }

    public DateTimeOffset FreeTrialEndTime { get; set; }
}
