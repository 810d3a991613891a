// A worker in a process of its own, for tests that kill it. Settings come as --Section:Name=value arguments.
using MediaPlatform.Encoder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Configuration.AddCommandLine(args);
builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Information);
builder.AddEncoder();
await builder.Build().RunAsync();
