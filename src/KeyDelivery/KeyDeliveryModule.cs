using MediaPlatform.Data.Catalog;
using MediaPlatform.KeyDelivery.Aes;
using MediaPlatform.KeyDelivery.ClearKey;
using MediaPlatform.KeyDelivery.Policies;
using MediaPlatform.KeyDelivery.Tokens;
using MediaPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.KeyDelivery;

/// <summary>Adds key delivery: AES-128 keys and Clear Key licences for those whom the content key policies name.</summary>
public static class KeyDeliveryModule
{
    public static IHostApplicationBuilder AddKeyDelivery(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddServiceDefaults();
        // The host's own request lines hold the query, and with it tokens; the audit records take their place.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Services.AddOptions<KeyDeliveryOptions>()
            .Bind(builder.Configuration.GetSection(KeyDeliveryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddCatalog(builder.Configuration)
            .AddSingleton<DiscoveryClient>()
            .AddSingleton<DiscoveredKeys>()
            .AddSingleton<TokenUses>()
            .AddSingleton<TokenChecker>()
            .AddSingleton<KeyDirectory>()
            .AddSingleton<KeyAuthorizer>()
            .AddSingleton<KeyAudit>();
        return builder;
    }

    public static WebApplication MapKeyDelivery(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseServiceDefaults();
        app.Use(KeyReplies.AddHeadersAsync);
        app.MapServiceDefaults();
        app.MapAesKeys();
        app.MapClearKey();
        return app;
    }
}
