using MediaPlatform.ServiceDefaults.Networks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>Adds event subscriptions and their deliveries.</summary>
internal static class EventsModule
{
    public static void AddEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventsOptions>().Bind(configuration.GetSection(EventsOptions.Section)).ValidateDataAnnotations()
            .Validate(
                options => options.AllowedNetworks.All(network => System.Net.IPNetwork.TryParse(network, out _)),
                $"{EventsOptions.Section}:{nameof(EventsOptions.AllowedNetworks)} holds CIDR ranges such as 10.1.0.0/16.")
            .ValidateOnStart();
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookHandshake>();
        services.AddSingleton<DeliveryAttributes>();
        services.AddSingleton<EventSubscriptionBody>();
        services.AddSingleton<EventSubscriptionWriter>();
        services.AddSingleton<DeadLetterWriter>();
        services.AddSingleton<DeliveryServices>();
        services.AddSingleton<EventDeliverer>();
        services.AddHostedService<EventDeliveryWorker>();
    }
}
