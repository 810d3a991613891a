using MediaPlatform.Data.Blobs.Azure;
using MediaPlatform.Data.Blobs.Disk;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Health;
using MediaPlatform.Data.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Blobs;

/// <summary>Adds <see cref="IBlobStore"/> to a service.</summary>
public static class BlobsModule
{
    /// <summary>Also adds the catalog, which keeps the keys of storage accounts on disk.</summary>
    /// <param name="services">Of the service.</param>
    /// <param name="configuration">Says where the blobs lie.</param>
    /// <param name="patience">For storage on other machines.</param>
    public static IServiceCollection AddBlobs(this IServiceCollection services, IConfiguration configuration, BlobPatience patience = BlobPatience.OfJobs)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (services.Any(service => service.ServiceType == typeof(IBlobStore))) return services;
        services.AddCatalog(configuration);
        services.AddOptions<BlobsOptions>()
            .Bind(configuration.GetSection(BlobsOptions.Section))
            .Validate(
                options => options.Provider != BlobProvider.Azure || options.Accounts.Count > 0,
                $"{BlobsOptions.Section}:{nameof(BlobsOptions.Accounts)} is required with {nameof(BlobProvider.Azure)}.")
            .Validate(
                options => options.Accounts.Values.All(AzureBlobStore.CanUse),
                $"{BlobsOptions.Section}:{nameof(BlobsOptions.Accounts)}: each needs a {nameof(AzureAccountOptions.ConnectionString)} with an account key.")
            .ValidateOnStart();
        services.AddHealthChecks().AddCheck<BlobHealth>("blobs", failureStatus: null, tags: null, CatalogModule.HealthTimeout);
        services.AddSingleton(provider => new DiskBlobStore(
            DirectoryOf(provider), provider.GetRequiredService<StorageKeyStore>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<BlobsOptions>>().Value.MappedBytes));
        return services.AddSingleton<IBlobStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<BlobsOptions>>().Value;
            return options.Provider == BlobProvider.Azure
                ? new AzureBlobStore(options.Accounts, patience)
                : provider.GetRequiredService<DiskBlobStore>();
        });
    }

    private static string DirectoryOf(IServiceProvider provider)
    {
        var given = provider.GetRequiredService<IOptions<BlobsOptions>>().Value.Directory;
        return string.IsNullOrEmpty(given)
            ? Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Directory, "blobs")
            : given;
    }
}
