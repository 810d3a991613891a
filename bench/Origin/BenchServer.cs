using MediaPlatform.StreamingEndpoint;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Bench.Origin;

/// <summary>The streaming endpoint alone in a process, over the bench's data.</summary>
internal static class BenchServer
{
    public static async Task RunAsync(string data, int port, double fragmentSeconds, long sharedBytes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(
        [
            new("Data:Directory", data),
            new("StreamingEndpoint:FragmentSeconds", fragmentSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("StreamingEndpoint:SharedBytes", sharedBytes.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("StreamingEndpoint:AccessLog", "false"),
            new("Endpoints:KeyDelivery", "https://keys.example"),
        ]);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.AddStreamingEndpoint();
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.MapStreamingEndpoint();
        await app.RunAsync();
    }
}
