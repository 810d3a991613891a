using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.ServiceDefaults;
using MediaPlatform.ServiceDefaults.Metrics;
using MediaPlatform.StreamingEndpoint.Connections;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Endpoints;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Keys;
using MediaPlatform.StreamingEndpoint.Locators;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Requests;
using MediaPlatform.StreamingEndpoint.Sharing;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.StreamingEndpoint.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.StreamingEndpoint;

/// <summary>Adds the streaming endpoint: packages stored media on request.</summary>
public static class StreamingEndpointModule
{
    // In flight per connection: enough to keep a fast reader busy, little enough for thousands of slow ones.
    private const long ResponseBufferBytes = 128 << 10;

    // Beside a token in the query.
    private const int RestOfRequestLine = 8 << 10;

    public static IHostApplicationBuilder AddStreamingEndpoint(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddServiceDefaults();
        var services = builder.Services;
        services.AddOptions<StreamingEndpointOptions>()
            .Bind(builder.Configuration.GetSection(StreamingEndpointOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AddressOptions>().Bind(builder.Configuration.GetSection(AddressOptions.Section));
        // The origin counts and logs its own requests, by what they ask for; a second count and a log scope for each would cost as much again.
        services.Configure<MetricsOptions>(metrics => metrics.CountsHttpRequests = false);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        services.AddCatalog(builder.Configuration).AddBlobs(builder.Configuration, BlobPatience.OfViewers);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The host of a whole URL in the request line is the one that was asked for (RFC 9112 3.2.2).
            kestrel.AllowHostHeaderOverride = true;
            kestrel.Limits.MaxResponseBufferSize = ResponseBufferBytes;
            kestrel.Limits.MaxRequestLineSize = PlaybackToken.MaxLength + RestOfRequestLine;
        });
        // Requests do not block, so the hand-over to another pool thread and back for every flush only costs.
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        AddSources(services);
        AddRequests(services);
        if (OperatingSystem.IsLinux())
        {
            services.AddSingleton<EventLoops>();
            services.AddSingleton<IConnectionListenerFactory, OriginListenerFactory>();
        }

        return builder;
    }

    /// <summary>Puts the streaming URLs in front of everything else, since they are nearly all of the traffic.</summary>
    public static WebApplication MapStreamingEndpoint(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<OriginMiddleware>();
        app.MapServiceDefaults();
        // Not a fallback endpoint: static files of the host give way to any endpoint that matches.
        app.Use((context, next) => context.GetEndpoint() is null ? AnswerUnknownAsync(context) : next(context));
        return app;
    }

    // A page that may not ask never learns that there is nothing.
    private static Task AnswerUnknownAsync(HttpContext context)
    {
        if (!ReadOnlyMethods.IsPreflight(context.Request))
        {
            return ErrorReply.WriteAsync(context, MpeErrors.ResourceNotFound);
        }

        Cors.AnswerPreflight(context.Response);
        return Task.CompletedTask;
    }

    private static void AddSources(IServiceCollection services)
    {
        services.AddSingleton<ProtectionReader>();
        services.AddSingleton<LocatorCache>();
        services.AddHostedService(provider => provider.GetRequiredService<LocatorCache>());
        services.AddSingleton<EndpointDirectory>();
        services.AddHostedService(provider => provider.GetRequiredService<EndpointDirectory>());
        services.AddSingleton<IndexCache>();
        services.AddSingleton<BlockCache>();
        services.AddSingleton<SourceOpener>();
        services.AddSingleton<OpeningTurns>();
        services.AddSingleton<AssetLoader>();
        services.AddSingleton<AssetCache>();
    }

    private static void AddRequests(IServiceCollection services)
    {
        services.AddSingleton<ProtocolTable>();
        services.AddSingleton<Callers>();
        services.AddSingleton<SegmentRuns>();
        services.AddSingleton<RequestGate>();
        services.AddSingleton<PresentationHandler>();
        services.AddSingleton<DownloadHandler>();
        services.AddSingleton<PolicyFileHandler>();
        services.AddSingleton<OriginTelemetry>();
        services.AddSingleton<OriginHandler>();
    }
}
