using MediaPlatform.AllInOne.Player;
using MediaPlatform.AllInOne.Tour;
using MediaPlatform.Data.Blobs;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>One run of the process: start, say ready, take the files given to their URLs, serve until told to stop.</summary>
internal sealed class Launcher
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly ServeSettings _settings;
    private readonly TextWriter _out;
    private readonly TextWriter _errors;

    private Launcher(ServeSettings settings, TextWriter output, TextWriter errors)
    {
        _settings = settings;
        _out = output;
        _errors = errors;
    }

    /// <summary>Runs until <paramref name="cancellationToken"/> is set. The exit code is 0 after a clean stop, 1 when the start failed.</summary>
    public static async Task<int> RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        var launcher = new Launcher(settings, Console.Out, Console.Error);
        try
        {
            await launcher.ServeAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } reason)
        {
            await launcher._errors.WriteLineAsync(reason);
            return 1;
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var data = DataDirectory.Open(_settings.DataPath);
        var configuration = ServerConfiguration.Build(_settings, data.Path);
        var host = configuration.GetSection(HostOptions.Section).Get<HostOptions>() ?? new HostOptions();
        OptionsCheck.Validate(host, HostOptions.Section);
        var ports = new ServicePorts(_settings.Port);
        var certificates = new LocalCertificates(data.Inside("certificates"), TimeProvider.System);
        var schema = CatalogAhead.MigrateAsync(configuration, cancellationToken);
        try
        {
            using var certificate = certificates.LoadOrCreate(CertificateHosts(host));
            await using var hosts = ServiceHosts.Build(RolesWith(configuration), configuration, ports, host.Listen, certificate);
            await RunAsync(hosts, schema, new(host, ports, data, certificates.AuthorityPath), cancellationToken);
        }
        finally
        {
            // The folder stays locked until nobody writes to it any more; what went wrong is told by whoever waited for it.
            await schema.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(ServiceHosts hosts, Task schema, Place place, CancellationToken cancellationToken)
    {
        try
        {
            var connecting = _settings.Roles.Contains(ServiceRole.ControlPlane)
                ? new FirstAccount(hosts.ServicesOf(ServiceRole.ControlPlane), place.Host, place.Ports).EnsureAsync(place.Data, place.AuthorityPath, schema, cancellationToken)
                : null;

            // Where one of them cannot start, the others may be at work already: they are told to stop like any other time.
            await Task.WhenAll(schema, hosts.StartAsync(cancellationToken), connecting ?? Task.CompletedTask);
            if (connecting is not null)
            {
                var connection = await connecting;
                connection.Write(place.Data.Inside(ConnectionFile.FileName));
                SayReady(connection, place.Data);
                Settle();
                await TakeFilesAsync(connection, cancellationToken);
            }
            else
            {
                await _out.WriteLineAsync(_settings.Json ? """{"event":"ready"}""" : "ready");
                Settle();
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            using var limit = new CancellationTokenSource(StopLimit);
            await hosts.StopAsync(limit.Token);
        }
    }

    // Clients talk to Azure's own blob service when the containers lie there: ours has nothing to serve.
    private IEnumerable<ServiceRole> RolesWith(IConfiguration configuration)
    {
        var blobs = configuration.GetSection(BlobsOptions.Section).Get<BlobsOptions>() ?? new BlobsOptions();
        return _settings.Roles.Where(role => role != ServiceRole.Blobs || blobs.Provider == BlobProvider.Disk);
    }

    // What was made for good while starting goes where the collector no longer looks at it: else it would be copied while somebody waits, for
    // 13 ms in the middle of the first request for a long asset.
    private static void Settle() => ThreadPool.UnsafeQueueUserWorkItem(static _ => GC.Collect(), null);

    private async Task TakeFilesAsync(ConnectionFile connection, CancellationToken cancellationToken)
    {
        if (_settings.Files.Count == 0)
        {
            return;
        }

        using var tour = new MediaTour(connection, new TourOutput(_settings.Json, !Console.IsOutputRedirected, _out), TimeProvider.System);
        foreach (var file in _settings.Files)
        {
            await tour.TakeAsync(file, cancellationToken);
        }
    }

    private void SayReady(ConnectionFile connection, DataDirectory data)
    {
        var path = data.Inside(ConnectionFile.FileName);
        if (_settings.Json)
        {
            _out.WriteLine($$"""{"event":"ready","connection":"{{System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(path)}}"}""");
        }
        else
        {
            _out.WriteLine($"""
                ready
                  management API  {connection.ArmEndpoint} (and {connection.ArmHttpEndpoint})
                  Swagger UI      {connection.SwaggerUi}
                  streaming       {connection.StreamingEndpoint}
                  player page     {connection.PlayerPage}
                  connection file {path}
                Ctrl-C stops.
                """);
        }

        _out.Flush();
    }

    private static List<string> CertificateHosts(HostOptions host) =>
    [
        .. new[] { "localhost", "127.0.0.1", "::1", host.PublicHost }
            .Concat(host.CertificateHosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    // What an operator can mend gets one clear sentence; anything else is ours and keeps its stack trace.
    private static string? Explain(Exception exception) => exception switch
    {
        Microsoft.Extensions.Options.OptionsValidationException options => "Settings: " + string.Join(" ", options.Failures),
        System.ComponentModel.DataAnnotations.ValidationException => "Settings: " + exception.Message,
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        Microsoft.AspNetCore.Connections.AddressInUseException => exception.Message + " Stop what listens there, or choose another --port.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            exception.Message + " Stop what listens there, or choose another --port.",
        IOException or UnauthorizedAccessException or FormatException => exception.Message,
        _ => null,
    };

    /// <summary>Where and under which names the hosts run.</summary>
    private sealed record Place(HostOptions Host, ServicePorts Ports, DataDirectory Data, string AuthorityPath);
}
