using MediaPlatform.ServiceDefaults.Health;
using MediaPlatform.ServiceDefaults.Metrics;
using MediaPlatform.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace MediaPlatform.ServiceDefaults;

/// <summary>What every service has in common: clock, trusted proxies, request ids, health and metrics.</summary>
public static class ServiceDefaultsModule
{
    /// <summary>Registers the common services; calling it twice does no harm.</summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddTrustedProxies(builder.Configuration);
        builder.Services.AddMetrics();
        builder.Services.AddHealthChecks();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthLog>());
        builder.Services.TryAddSingleton<MetricsSnapshot>();
        return builder;
    }

    /// <summary>Adds forwarded headers of trusted proxies, request ids and strict chunks; comes first in the pipeline.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<ChunkedBodyMiddleware>();
        return app;
    }

    /// <summary>Maps <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealth();
        app.MapMetrics();
        return app;
    }
}
