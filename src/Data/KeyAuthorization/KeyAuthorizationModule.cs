using MediaPlatform.Data.KeyAuthorization.Tokens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>Adds the decision on who may have a key, for the services that hand keys out or explain why they do not.</summary>
public static class KeyAuthorizationModule
{
    public static IServiceCollection AddKeyAuthorization(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<KeyDeliveryOptions>().Bind(configuration.GetSection(KeyDeliveryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<DiscoveryClient>()
            .AddSingleton<DiscoveredKeys>()
            .AddSingleton<TokenUseStore>()
            .AddSingleton<TokenUses>()
            .AddSingleton<TokenChecker>()
            .AddSingleton<KeyDirectory>()
            .AddSingleton(provider => new KeyAuthorizer(
                provider.GetRequiredService<KeyDirectory>(), provider.GetRequiredService<TokenChecker>(), provider.GetRequiredService<TimeProvider>()));
    }
}
