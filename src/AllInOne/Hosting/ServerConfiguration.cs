namespace MediaPlatform.AllInOne.Hosting;

/// <summary>
/// The settings of one process. Weakest first: defaults that follow from the data folder and the ports, the file given by --config, environment
/// variables that start with MEDIAPLATFORM_ (two underscores stand for the colon).
/// </summary>
internal static class ServerConfiguration
{
    /// <summary>Prefix of the environment variables that are settings.</summary>
    public const string EnvironmentPrefix = "MEDIAPLATFORM_";

    /// <summary>Gathers the settings.</summary>
    /// <exception cref="FileNotFoundException">The file given by --config is missing.</exception>
    public static IConfigurationRoot Build(ServeSettings settings, string dataPath)
    {
        var operators = AddOperators(new ConfigurationBuilder(), settings).Build();
        var host = operators.GetSection(HostOptions.Section).Get<HostOptions>() ?? new HostOptions();
        var builder = new ConfigurationBuilder().AddInMemoryCollection(Defaults(settings, dataPath, host));
        return AddOperators(builder, settings).Build();
    }

    private static IConfigurationBuilder AddOperators(IConfigurationBuilder builder, ServeSettings settings)
    {
        if (settings.ConfigurationFile is { } file)
        {
            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        return builder.AddEnvironmentVariables(EnvironmentPrefix);
    }

    private static Dictionary<string, string?> Defaults(ServeSettings settings, string dataPath, HostOptions host)
    {
        var ports = new ServicePorts(settings.Port);
        string Public(ServiceRole role) => $"https://{host.PublicHost}:{ports.Of(role)}";
        return new()
        {
            ["Data:Directory"] = dataPath,
            ["Endpoints:Streaming"] = Public(ServiceRole.Streaming),
            ["Endpoints:Blobs"] = Public(ServiceRole.Blobs),
            ["Endpoints:KeyDelivery"] = Public(ServiceRole.KeyDelivery),
            ["ControlPlane:OriginAddress"] = $"http://{host.PublicHost}:{ports.Of(ServiceRole.Streaming)}",
            ["Encoder:WorkDirectory"] = Path.Combine(dataPath, "work"),
            ["Logging:LogLevel:Default"] = "Warning",

            // Who got which key is on record whether or not somebody thought of asking for it.
            ["Logging:LogLevel:MediaPlatform.KeyDelivery.Licences.KeyAudit"] = "Information",

            // The key ring of a single machine lies in a folder of mode 0700; docs/configuration.md says how to encrypt it.
            ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        };
    }
}
