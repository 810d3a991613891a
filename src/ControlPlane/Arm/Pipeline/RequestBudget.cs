using System.Collections.Concurrent;
using MediaPlatform.ControlPlane.Arm.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Arm.Pipeline;

/// <summary>Counts requests per subscription and hour; what is left goes into the x-ms-ratelimit headers, and nothing left is a 429.</summary>
internal sealed class RequestBudget(IOptions<ControlPlaneOptions> options, TimeProvider clock)
{
    private Window _window = new(0);

    /// <param name="Header">The header of this kind of request.</param>
    public readonly record struct Left(string Header, long Remaining);

    public Left Take(HttpContext context)
    {
        var limits = options.Value.Limits;
        var (kind, most) = context.Request.Method switch
        {
            "GET" or "HEAD" => ("reads", limits.ReadsPerHour),
            "DELETE" => ("deletes", limits.DeletesPerHour),
            _ => ("writes", limits.WritesPerHour),
        };
        var now = clock.GetUtcNow();
        var window = Current(now.Ticks / TimeSpan.TicksPerHour);
        var used = window.Used.AddOrUpdate((SubscriptionOf(context), kind), 1, (_, count) => count + 1);
        if (used > most)
        {
            throw ArmErrors.Throttled(3600 - (int)(now.Ticks % TimeSpan.TicksPerHour / TimeSpan.TicksPerSecond));
        }

        return new("x-ms-ratelimit-remaining-subscription-" + kind, most - used);
    }

    private static string SubscriptionOf(HttpContext context) =>
        context.Request.RouteValues["subscriptionId"] is string id && Guid.TryParse(id, out var guid) ? guid.ToString() : "tenant";

    private Window Current(long hour)
    {
        var window = Volatile.Read(ref _window);
        if (window.Hour == hour)
        {
            return window;
        }

        var fresh = new Window(hour);
        return Interlocked.CompareExchange(ref _window, fresh, window) == window ? fresh : Volatile.Read(ref _window);
    }

    private sealed record Window(long Hour)
    {
        public ConcurrentDictionary<(string Subscription, string Kind), long> Used { get; } = new();
    }
}
