namespace MediaPlatform.ServiceDefaults.Metrics;

/// <summary>What a service counts for <c>/metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>Whether ASP.NET Core counts every request. A service with counters of its own for them saves the work.</summary>
    public bool CountsHttpRequests { get; set; } = true;
}
