using MediaPlatform.BlobEndpoint.Authorization;
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
        return builder;
    }

    /// <summary>Takes every path that no earlier endpoint (health, metrics) took.</summary>
    public static WebApplication MapBlobEndpoint(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var dispatcher = app.Services.GetRequiredService<BlobDispatcher>();
        var blobs = ((IApplicationBuilder)app).New();
        blobs.UseMiddleware<CorsMiddleware>();
        blobs.UseMiddleware<BlobErrorMiddleware>();
        blobs.Run(dispatcher.DispatchAsync);
        app.Map("/{**path}", blobs.Build());
        return app;
    }
}
