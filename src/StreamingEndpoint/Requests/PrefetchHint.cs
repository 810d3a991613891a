using System.Globalization;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>Tells a CDN that asks for it which fragment comes next.</summary>
internal static class PrefetchHint
{
    private const string EnabledHeader = "CDN-Origin-Assist-Prefetch-Enabled";
    private const string PathHeader = "CDN-Origin-Assist-Prefetch-Path";

    public static void Add(HttpContext context, SegmentTarget target, int fragment, in StreamingUrl url)
    {
        // The level may end before others of its stream.
        if (fragment + 1 >= target.Rendition.FragmentCount || !context.Request.Headers.TryGetValue(EnabledHeader, out var enabled) || enabled != "1")
        {
            return;
        }

        // Filters do not shape fragments, so the hint leaves them out, as AMS does.
        var parameters = ChildParameters.Of(url with { Filters = default });
        context.Response.Headers[PathHeader] = string.Create(
            CultureInfo.InvariantCulture,
            $"Fragments({Uri.EscapeDataString(url.TrackName.ToString())}={target.Set.Plan.Starts[fragment + 1]}{(parameters.Length == 0 ? "" : ",")}{parameters})");
    }
}
