using MediaPlatform.ControlPlane.Accounts;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.ControlPlane.ContentKeys;
using MediaPlatform.ControlPlane.Diagnosis;
using MediaPlatform.ControlPlane.Documentation;
using MediaPlatform.ControlPlane.Events;
using MediaPlatform.ControlPlane.Filters;
using MediaPlatform.ControlPlane.Identity;
using MediaPlatform.ControlPlane.Jobs;
using MediaPlatform.ControlPlane.KeyServer;
using MediaPlatform.ControlPlane.Streaming;
using MediaPlatform.ControlPlane.StreamingEndpoints;
using MediaPlatform.ControlPlane.Subscriptions;
using MediaPlatform.ControlPlane.Tracks;
using MediaPlatform.ControlPlane.Transforms;
using MediaPlatform.ControlPlane.Undo;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Health;
using MediaPlatform.Data.Identity;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.ServiceDefaults;
using MediaPlatform.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MediaPlatform.ControlPlane;

/// <summary>The management API of AMS v3, its token endpoints and its documentation.</summary>
public static class ControlPlaneModule
{
    /// <summary>Registers everything that the API needs.</summary>
    public static IHostApplicationBuilder AddControlPlane(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddServiceDefaults();
        var services = builder.Services;
        services.AddCatalog(builder.Configuration);
        services.AddBlobs(builder.Configuration);
        services.AddKeyAuthorization(builder.Configuration);
        services.AddOptions<ControlPlaneOptions>().Bind(builder.Configuration.GetSection(ControlPlaneOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EndpointsOptions>().Bind(builder.Configuration.GetSection(EndpointsOptions.Section));
        services.AddArm();
        services.AddEvents(builder.Configuration);
        services.AddDocumentation();
        services.AddIdentity(builder.Configuration);
        services.AddSingleton<SubscriptionDirectory>();
        services.AddSingleton<JobCreator>();
        services.AddSingleton<ContentKeyPolicyBody>();
        services.AddSingleton<FilterWriter>();
        services.AddSingleton(provider => new TrackFiles(provider.GetRequiredService<IBlobStore>(), builder.Configuration.GetValue<bool>("StreamingEndpoint:AllowAc3")));
        services.AddSingleton<TrackWriter>();
        services.AddSingleton<ServerManifestMaker>();
        services.AddOptions<KeyServerOptions>().Bind(builder.Configuration.GetSection(KeyServerOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KeyServerClient>();
        services.AddSingleton<LocatorKeys>();
        services.AddSingleton<OriginProbe>();
        services.AddSingleton<KeyFaults>();
        services.AddSingleton<UrlDiagnostician>();
        services.AddSingleton<StreamingLocatorCreator>();
        services.AddHealthChecks().AddCheck<JobQueueHealth>("jobs", failureStatus: null, tags: null, TimeSpan.FromSeconds(5));
        services.AddSingleton<UndoPolicy>();
        services.AddSingleton<DeletedResourcePurger>();
        services.AddHostedService<PurgeWorker>();
        services.AddSingleton<IOperationHandler, StreamingEndpointHandler>();
        services.AddSingleton<StreamingEndpointMapper>();
        services.AddSingleton<StreamingEndpointBody>();
        services.AddSingleton<HostNameClaims>();
        services.AddSingleton<StreamingEndpointWriter>();
        services.AddSingleton(provider => new AccountBootstrapper(
            provider.GetRequiredService<AccountStore>(), provider.GetRequiredService<StreamingEndpointStore>(), provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary>Adds the pipeline and all operations.</summary>
    public static WebApplication MapControlPlane(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseServiceDefaults();
        app.UseMiddleware<ArmErrorMiddleware>();
        app.UseDocumentation();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<ArmGate>();
        app.MapServiceDefaults();
        app.MapDocumentation();
        app.MapOperationCatalog();
        app.MapTokens();
        app.MapDiscovery();
        app.MapSubscriptions();
        app.MapProviders();
        app.MapStorageAccounts();
        app.MapAccounts();
        app.MapAccountWrites();
        app.MapLocations();
        app.MapEventValidation();
        MapAccountContent(app.MapGroup("/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Media/mediaservices/{accountName}"));
        return app;
    }

    private static void MapAccountContent(IEndpointRouteBuilder account)
    {
        account.MapPrivateLinks();
        account.MapAssets();
        account.MapAssetActions();
        account.MapTracks();
        account.MapServerManifests();
        account.MapAssetFilters();
        account.MapAccountFilters();
        account.MapContentKeyPolicies();
        account.MapKeySimulation();
        account.MapTransforms();
        account.MapJobs();
        account.MapStreamingPolicies();
        account.MapStreamingLocators();
        account.MapStreamingEndpoints();
        account.MapStreamingEndpointActions();
        account.MapDiagnosis();
        account.MapEventSubscriptions();
        account.MapDeletedResources();
    }

    private static void AddArm(this IServiceCollection services)
    {
        services.AddSingleton<RequestBudget>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<PublicEndpoints>();
        services.AddSingleton<OperationQueue>();
        services.AddSingleton<OperationRecorder>();
        services.AddHostedService<OperationWorker>();
    }

    private static void AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddBearerAuthentication(configuration);
        services.AddOptions<IdentityOptions>().Bind(configuration.GetSection(IdentityOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TokenKeys>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ClientAuthenticator>();
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<ITokenValidator, BuiltInTokenValidator>();
        services.AddSingleton(provider => new IdentityBootstrapper(
            provider.GetRequiredService<ServicePrincipalStore>(),
            provider.GetRequiredService<TokenIssuer>(),
            provider.GetRequiredService<TokenKeys>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
