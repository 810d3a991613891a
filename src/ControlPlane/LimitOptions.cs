using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.ControlPlane;

/// <summary>What were commercial quotas of AMS (control-plane.md section 9), here settings of the operator.</summary>
public sealed class LimitOptions
{
    /// <summary>GET requests per subscription and hour.</summary>
    [Range(1, long.MaxValue)]
    public long ReadsPerHour { get; set; } = 100_000_000;

    /// <summary>PUT, PATCH and POST requests per subscription and hour.</summary>
    [Range(1, long.MaxValue)]
    public long WritesPerHour { get; set; } = 10_000_000;

    /// <summary>DELETE requests per subscription and hour.</summary>
    [Range(1, long.MaxValue)]
    public long DeletesPerHour { get; set; } = 10_000_000;

    /// <summary>Outputs of one transform.</summary>
    [Range(1, 1000)]
    public int OutputsPerTransform { get; set; } = 20;

    /// <summary>Inputs of one job.</summary>
    [Range(1, 10000)]
    public int InputsPerJob { get; set; } = 50;

    /// <summary>Filters of one asset, and account filters of one account.</summary>
    [Range(1, 100_000)]
    public int Filters { get; set; } = 1000;

    /// <summary>Streaming policies of one account, without the predefined ones.</summary>
    [Range(1, 100_000)]
    public int StreamingPolicies { get; set; } = 1000;

    /// <summary>Storage accounts of one media account.</summary>
    [Range(1, 1000)]
    public int StorageAccounts { get; set; } = 100;

    /// <summary>Streaming endpoints of one account.</summary>
    [Range(1, 1000)]
    public int StreamingEndpoints { get; set; } = 100;

    /// <summary>Premium units of one streaming endpoint.</summary>
    [Range(1, 1000)]
    public int ScaleUnits { get; set; } = 50;
}
