using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Inputs;
using MediaPlatform.Encoder.Outputs;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Encoder.Probing;
using MediaPlatform.Encoder.Worker;
using MediaPlatform.ServiceDefaults;
using MediaPlatform.ServiceDefaults.Networks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder;

/// <summary>A worker that takes jobs from the catalog and encodes them.</summary>
public static class EncoderModule
{
    /// <summary>Registers everything that the worker needs and, unless it is disabled, the worker itself.</summary>
    public static IHostApplicationBuilder AddEncoder(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddServiceDefaults();
        var services = builder.Services;
        services.AddCatalog(builder.Configuration);
        services.AddBlobs(builder.Configuration);
        services.AddOptions<EncoderOptions>()
            .Bind(builder.Configuration.GetSection(EncoderOptions.Section)).ValidateDataAnnotations()
            .Validate(
                options => options.AllowedInputNetworks.All(network => System.Net.IPNetwork.TryParse(network, out _)),
                $"{EncoderOptions.Section}:{nameof(EncoderOptions.AllowedInputNetworks)} holds CIDR ranges such as 10.1.0.0/16.")
            .ValidateOnStart();
        services.AddEncoding().AddInputs();
        var settings = builder.Configuration.GetSection(EncoderOptions.Section).Get<EncoderOptions>() ?? new EncoderOptions();
        if (settings.Enabled) services.AddWorker(builder.Configuration, settings);
        return builder;
    }

    private static IServiceCollection AddEncoding(this IServiceCollection services) => services
        .AddSingleton<ToolRunner>()
        .AddSingleton<MediaProber>()
        .AddSingleton<SourceReader>()
        .AddSingleton<PlanRunner>()
        .AddSingleton<OutputEncoder>()
        .AddSingleton<AssetPublisher>();

    private static IServiceCollection AddInputs(this IServiceCollection services)
    {
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        return services
            .AddSingleton(provider => new NetworkGuard(provider.GetRequiredService<IOptions<EncoderOptions>>().Value.AllowedInputNetworks))
            .AddSingleton<GuardedConnector>()
            .AddSingleton<HttpInputReader>()
            .AddSingleton<BlobDownload>()
            .AddSingleton<InputStager>();
    }

    private static void AddWorker(this IServiceCollection services, IConfiguration configuration, EncoderOptions settings)
    {
        services.AddSingleton<WorkerFolder>();
        services.AddSingleton<RunningJobs>();
        services.AddSingleton<WorkerPulse>();
        services.AddHealthChecks().AddCheck<WorkerHealth>("worker", failureStatus: null, tags: null, TimeSpan.FromSeconds(5));
        services.AddSingleton<OutputRunner>();
        services.AddSingleton<JobRunServices>();
        services.AddSingleton<JobRunner>();
        services.AddJobScheduler(configuration, settings);
        services.AddHostedService<JobDispatcher>();
    }
}
