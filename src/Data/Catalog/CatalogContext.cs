using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Identity;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.KeyAuthorization.Tokens;
using MediaPlatform.Data.Operations;
using MediaPlatform.Data.Storage;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Undo;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MediaPlatform.Data.Catalog;

/// <summary>The catalog. Each database has its subclass with its own migrations.</summary>
public abstract class CatalogContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<MediaAccount> Accounts => Set<MediaAccount>();

    public DbSet<Asset> Assets => Set<Asset>();

    public DbSet<StreamingFilter> Filters => Set<StreamingFilter>();

    public DbSet<StreamingPolicy> StreamingPolicies => Set<StreamingPolicy>();

    public DbSet<StreamingLocator> StreamingLocators => Set<StreamingLocator>();

    public DbSet<LocatorContentKey> LocatorContentKeys => Set<LocatorContentKey>();

    public DbSet<ContentKeyPolicy> ContentKeyPolicies => Set<ContentKeyPolicy>();

    public DbSet<Transform> Transforms => Set<Transform>();

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<JobOutput> JobOutputs => Set<JobOutput>();

    public DbSet<EventSubscription> EventSubscriptions => Set<EventSubscription>();

    public DbSet<EventDelivery> EventDeliveries => Set<EventDelivery>();

    public DbSet<StreamingEndpointRecord> StreamingEndpoints => Set<StreamingEndpointRecord>();

    public DbSet<AsyncOperation> AsyncOperations => Set<AsyncOperation>();

    public DbSet<ServicePrincipal> ServicePrincipals => Set<ServicePrincipal>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<StorageAccountKeys> StorageAccountKeys => Set<StorageAccountKeys>();

    public DbSet<TokenUse> TokenUses => Set<TokenUse>();

    public DbSet<DeletedResource> DeletedResources => Set<DeletedResource>();

    public DbSet<DeletedPart> DeletedParts => Set<DeletedPart>();

    /// <summary>Collation in which strings compare by code point; null where that is the default.</summary>
    protected virtual string? OrdinalCollation => null;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new AccountMapping());
        modelBuilder.ApplyConfiguration(new AssetMapping());
        modelBuilder.ApplyConfiguration(new FilterMapping());
        modelBuilder.ApplyConfiguration(new StreamingPolicyMapping());
        modelBuilder.ApplyConfiguration(new StreamingLocatorMapping());
        modelBuilder.ApplyConfiguration(new LocatorContentKeyMapping());
        modelBuilder.ApplyConfiguration(new ContentKeyPolicyMapping());
        modelBuilder.ApplyConfiguration(new TransformMapping());
        modelBuilder.ApplyConfiguration(new JobMapping());
        modelBuilder.ApplyConfiguration(new JobOutputMapping());
        modelBuilder.ApplyConfiguration(new EventSubscriptionMapping());
        modelBuilder.ApplyConfiguration(new EventDeliveryMapping());
        modelBuilder.ApplyConfiguration(new StreamingEndpointMapping());
        modelBuilder.ApplyConfiguration(new AsyncOperationMapping());
        modelBuilder.ApplyConfiguration(new ServicePrincipalMapping());
        modelBuilder.ApplyConfiguration(new SigningKeyMapping());
        modelBuilder.ApplyConfiguration(new StorageAccountKeysMapping());
        modelBuilder.ApplyConfiguration(new TokenUseMapping());
        modelBuilder.ApplyConfiguration(new DeletedResourceMapping());
        modelBuilder.ApplyConfiguration(new DeletedPartMapping());
        if (OrdinalCollation is not null) ApplyCollation(modelBuilder, OrdinalCollation);
    }

    private static void ApplyCollation(ModelBuilder modelBuilder, string collation)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes()) ApplyCollation(entity, collation);
    }

    private static void ApplyCollation(IMutableTypeBase type, string collation)
    {
        foreach (var property in type.GetDeclaredProperties())
        {
            var stored = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
            if (stored == typeof(string)) property.SetCollation(collation);
        }

        foreach (var part in type.GetDeclaredComplexProperties()) ApplyCollation(part.ComplexType, collation);
    }
}
