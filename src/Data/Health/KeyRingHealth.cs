using System.Security.Cryptography;
using MediaPlatform.Data.Secrets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.Data.Health;

/// <summary>Whether the key ring closes a text and opens it again.</summary>
internal sealed partial class KeyRingHealth(ISecretProtector secrets, ILogger<KeyRingHealth> logger) : IHealthCheck
{
    private const string Probe = "health";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(secrets.UnprotectText(secrets.ProtectText(Probe)) == Probe
                ? HealthCheckResult.Healthy("The key ring closes and opens secrets.")
                : HealthCheckResult.Unhealthy("The key ring does not open what it has closed."));
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Log.Failed(logger, error);
            return Task.FromResult(HealthCheckResult.Unhealthy("The key ring cannot be used, so no secret can be read or written; the log says why."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The key ring cannot be used")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
