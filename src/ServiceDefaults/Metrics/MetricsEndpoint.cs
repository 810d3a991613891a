using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ServiceDefaults.Metrics;

internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        // Resolved now, so that counting starts with the service and not with the first scrape.
        var snapshot = app.ServiceProvider.GetRequiredService<MetricsSnapshot>();
        app.MapGet("/metrics", () => TypedResults.Text(snapshot.Write(), "text/plain; version=0.0.4; charset=utf-8"))
            .AllowAnonymous().ExcludeFromDescription();
    }
}
