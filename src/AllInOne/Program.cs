using System.CommandLine;
using MediaPlatform.AllInOne.Hosting;

return await ServeCommand.Create(Launcher.RunAsync).Parse(args).InvokeAsync(new InvocationConfiguration
{
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});
