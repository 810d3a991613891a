using System.CommandLine;
using MediaPlatform.AllInOne.Maintenance;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>The command line: <c>[files ...] --data DIR --port N --json --roles R --config FILE</c>, and the commands beside serving.</summary>
internal static class ServeCommand
{
    private const int LastFirstPort = ushort.MaxValue - ServicePorts.Count;

    /// <summary>Builds the command; <paramref name="serve"/> gets the checked settings and returns the exit code.</summary>
    public static RootCommand Create(Func<ServeSettings, CancellationToken, Task<int>> serve)
    {
        var data = new Option<string>("--data")
        {
            Description = "Folder that holds everything; made when missing.",
            DefaultValueFactory = _ => ".data",
            HelpName = "DIR",
        };
        var port = new Option<int>("--port")
        {
            Description = $"First of {ServicePorts.Count} consecutive ports: streaming, management, blobs, keys.",
            DefaultValueFactory = _ => 8080,
            HelpName = "N",
        };
        port.Validators.Add(result =>
        {
            var given = result.Tokens.Count == 0 ? null : result.Tokens[0].Value;
            if (given is not null && (!int.TryParse(given, out var number) || number is < 1 or > LastFirstPort))
            {
                result.AddError($"--port must be between 1 and {LastFirstPort}.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line." };
        var roles = new Option<ServiceRole[]>("--roles")
        {
            Description = "Services to run in this process; all when absent.",
            AllowMultipleArgumentsPerToken = false,
        };
        var configuration = new Option<string?>("--config") { Description = "JSON file with settings.", HelpName = "FILE" };
        var files = new Argument<string[]>("files")
        {
            Description = "Media files to upload, encode and publish.",
            Arity = ArgumentArity.ZeroOrMore,
        };

        var command = new RootCommand("MediaPlatform: self-hosted Azure Media Services v3.") { data, port, json, roles, configuration, files };
        command.SetAction((result, cancellationToken) =>
        {
            var chosen = result.GetValue(roles) is { Length: > 0 } some ? some : Enum.GetValues<ServiceRole>();
            var settings = new ServeSettings(
                result.GetValue(data)!,
                result.GetValue(port),
                result.GetValue(json),
                chosen.ToHashSet(),
                result.GetValue(configuration),
                result.GetValue(files) ?? []);
            return serve(settings, cancellationToken);
        });
        CatalogCommands.AddTo(command, data, configuration);
        return command;
    }
}
