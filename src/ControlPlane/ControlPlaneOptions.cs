using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane;

/// <summary>Settings of the management API.</summary>
public sealed class ControlPlaneOptions
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "ControlPlane";

    /// <summary>Most items in one page of a list.</summary>
    [Range(1, 5000)]
    public int PageSize { get; set; } = 500;

    /// <summary>Longest request body, in bytes.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int LongestBody { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long operation records stay readable after their end.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan OperationLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long finished jobs stay.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan JobLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long deletions can be undone, containers of assets included; 0 makes them final at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan UndoPeriod { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Most a container SAS may lie ahead, 24 hours in the contract.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "365.00:00:00")]
    public TimeSpan LongestSas { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Address at which this service reaches the origin to diagnose URLs; Endpoints:Streaming when not set.</summary>
    public Uri? OriginAddress { get; set; }

    /// <summary>Quotas.</summary>
    [ValidateObjectMembers]
    public LimitOptions Limits { get; set; } = new();
}
