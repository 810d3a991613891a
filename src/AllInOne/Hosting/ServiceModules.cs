using MediaPlatform.AllInOne.Player;
using MediaPlatform.BlobEndpoint;
using MediaPlatform.ControlPlane;
using MediaPlatform.Encoder;
using MediaPlatform.KeyDelivery;
using MediaPlatform.StreamingEndpoint;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>How each role is added to a container and mapped to paths: the one place that names every service.</summary>
internal static class ServiceModules
{
    /// <summary>Registers the services of a role.</summary>
    public static void Add(ServiceRole role, IHostApplicationBuilder builder)
    {
        switch (role)
        {
            case ServiceRole.Streaming:
                builder.AddStreamingEndpoint();
                break;
            case ServiceRole.ControlPlane:
                builder.AddControlPlane();
                break;
            case ServiceRole.Blobs:
                builder.AddBlobEndpoint();
                break;
            case ServiceRole.KeyDelivery:
                builder.AddKeyDelivery();
                break;
            case ServiceRole.Encoder:
                builder.AddEncoder();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(role), role, null);
        }
    }

    /// <summary>Maps the paths of a role that listens.</summary>
    public static void Map(ServiceRole role, WebApplication app)
    {
        switch (role)
        {
            case ServiceRole.Streaming:
                app.MapPlayerPage(app.Configuration.GetSection(PlayerOptions.Section).Get<PlayerOptions>() ?? new PlayerOptions());
                app.MapStreamingEndpoint();
                break;
            case ServiceRole.ControlPlane:
                app.MapControlPlane();
                break;
            case ServiceRole.Blobs:
                app.MapBlobEndpoint();
                break;
            case ServiceRole.KeyDelivery:
                app.MapKeyDelivery();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(role), role, null);
        }
    }
}
