using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MediaPlatform.ServiceDefaults.Health;

/// <summary>What is said of a dependency to whoever asks, without a token.</summary>
internal static class HealthText
{
    /// <summary>The words of the check itself; those of an exception may hold names and passwords.</summary>
    public static string? Of(HealthReportEntry entry) =>
        entry.Exception is null ? entry.Description : "It did not answer in time, or with an error.";
}
