using MediaPlatform.BlobEndpoint.Authorization;
using MediaPlatform.BlobEndpoint.Blocks;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;
using MediaPlatform.Data.Blobs;
using MediaPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MediaPlatform.BlobEndpoint;

/// <summary>The Blob REST surface over containers on disk.</summary>
public static class BlobEndpointModule
{
    /// <summary>Registers all that the endpoint needs, the catalog (for account keys) and the blob store included.</summary>
    public static IHostApplicationBuilder AddBlobEndpoint(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddServiceDefaults();
        builder.Services.AddBlobs(builder.Configuration);
        builder.Services.AddOptions<BlobEndpointOptions>()
            .Bind(builder.Configuration.GetSection(BlobEndpointOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<AccountKeys>();
        builder.Services.AddSingleton<BlobAuthorizer>();
        builder.Services.AddSingleton<BlobDispatcher>();
        builder.Services.AddHostedService<LeftoverWorker>();
        return builder;
    }

    /// <summary>Adds the pipeline and takes every path but those of health and metrics.</summary>
    public static WebApplication MapBlobEndpoint(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseServiceDefaults();
        app.UseRouting();
        app.MapServiceDefaults();
        var dispatcher = app.Services.GetRequiredService<BlobDispatcher>();
        var blobs = ((IApplicationBuilder)app).New();
        blobs.UseMiddleware<CorsMiddleware>();
        blobs.UseMiddleware<BlobErrorMiddleware>();
        blobs.Run(dispatcher.DispatchAsync);
        app.Map("/{**path}", blobs.Build());
        return app;
    }
}
