using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.KeyDelivery.Aes;
using MediaPlatform.KeyDelivery.ClearKey;
using MediaPlatform.KeyDelivery.Cpix;
using MediaPlatform.KeyDelivery.FairPlay;
using MediaPlatform.KeyDelivery.Licences;
using MediaPlatform.KeyDelivery.PlayReady;
using MediaPlatform.KeyDelivery.Tokens;
using MediaPlatform.KeyDelivery.Widevine;
using MediaPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.KeyDelivery;

/// <summary>Adds key delivery: AES-128 keys and licences for those whom the content key policies name.</summary>
public static class KeyDeliveryModule
{
    // Beside a token in the query.
    private const int RestOfRequestLine = 8 << 10;

    public static IHostApplicationBuilder AddKeyDelivery(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddServiceDefaults();
        // The host's own request lines hold the query, and with it tokens; the audit records take their place.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestLineSize = RequestToken.MaxLength + RestOfRequestLine);
        builder.Services.AddCatalog(builder.Configuration)
            .AddKeyAuthorization(builder.Configuration)
            .AddSingleton<KeyAudit>();
        builder.AddLicences();
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
        app.MapWidevine();
        app.MapPlayReady();
        app.MapFairPlay();
        app.MapCpix();
        // An operator's assembly that cannot be used is told at the start and not to the first player.
        _ = app.Services.GetRequiredService<KeyDerivationPlugIn>().Function;
        return app;
    }

    private static void AddLicences(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<WidevineOptions>(WidevineOptions.Section);
        builder.AddChecked<PlayReadyOptions>(PlayReadyOptions.Section);
        builder.AddChecked<FairPlayOptions>(FairPlayOptions.Section);
        builder.AddChecked<CpixOptions>(CpixOptions.Section);
        builder.Services.AddSingleton<LicenceDesk>()
            .AddSingleton<LicenceServerClient>()
            .AddSingleton<WidevineService>()
            .AddSingleton<PlayReadyServer>()
            .AddSingleton<KeyDerivationPlugIn>()
            .AddSingleton<FairPlayCertificates>();
    }

    private static void AddChecked<TOptions>(this IHostApplicationBuilder builder, string section)
        where TOptions : class =>
        builder.Services.AddOptions<TOptions>().Bind(builder.Configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
}
