using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Backup;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Health;
using MediaPlatform.Data.Identity;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Operations;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Storage;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Undo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Catalog;

/// <summary>Adds the catalog and its stores to a service.</summary>
public static class CatalogModule
{
    /// <summary>How long a dependency may take to answer before it counts as not there.</summary>
    internal static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (services.Any(service => service.ServiceType == typeof(CatalogContextFactory))) return services;
        services.AddOptions<DataOptions>().Bind(configuration.GetSection(DataOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new CatalogContextFactory(provider.GetRequiredService<IOptions<DataOptions>>().Value));
        services.AddSingleton<CatalogMigrator>();
        services.AddHostedService<CatalogStarter>();
        services.AddSecrets(configuration);
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", failureStatus: null, tags: null, HealthTimeout)
            .AddCheck<KeyRingHealth>("keyRing", failureStatus: null, tags: null, HealthTimeout)
            .AddCheck<DiskHealth>("disk", failureStatus: null, tags: null, HealthTimeout);
        return services
            .AddSingleton<CatalogBackup>()
            .AddSingleton<SecretRotation>()
            .AddSingleton<AccountStore>()
            .AddSingleton<AssetStore>()
            .AddSingleton<FilterStore>()
            .AddSingleton<StreamingPolicyStore>()
            .AddSingleton<StreamingLocatorStore>()
            .AddSingleton<LocatorReader>()
            .AddSingleton<ContentKeyPolicyStore>()
            .AddSingleton<TransformStore>()
            .AddSingleton<JobStore>()
            .AddSingleton<JobClaimStore>()
            .AddSingleton<EventSubscriptionStore>()
            .AddSingleton<EventDeliveryStore>()
            .AddSingleton<StreamingEndpointStore>()
            .AddSingleton<AsyncOperationStore>()
            .AddSingleton<ServicePrincipalStore>()
            .AddSingleton<SigningKeyStore>()
            .AddSingleton<StorageKeyStore>()
            .AddSingleton<DeletedResourceStore>();
    }
}
