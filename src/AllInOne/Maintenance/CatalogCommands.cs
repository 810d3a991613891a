using System.CommandLine;
using System.Security.Cryptography;
using MediaPlatform.AllInOne.Hosting;
using MediaPlatform.Data.Backup;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Secrets;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace MediaPlatform.AllInOne.Maintenance;

/// <summary>
/// <c>backup FILE</c> and <c>restore FILE</c>: the catalog as one compressed file, the same for every database. The key ring and the blobs are files of
/// their own and are not in it. <c>rotate-secrets</c>: a new key for the secrets in it.
/// </summary>
internal static class CatalogCommands
{
    /// <summary>Adds both commands.</summary>
    /// <param name="root">The command line of the server.</param>
    /// <param name="data">Its --data option.</param>
    /// <param name="configuration">Its --config option.</param>
    public static void AddTo(RootCommand root, Option<string> data, Option<string?> configuration)
    {
        var backupFile = new Argument<string>("FILE") { Description = "File to write; must not exist." };
        var backup = new Command("backup", "Write the catalog into a file, also while the server runs.") { backupFile, data, configuration };
        backup.SetAction((result, cancellationToken) => GuardAsync(
            result.InvocationConfiguration,
            () => BackupAsync(Services(result.GetValue(data)!, result.GetValue(configuration)), result.GetValue(backupFile)!, cancellationToken)));

        var restoreFile = new Argument<string>("FILE") { Description = "File that backup wrote." };
        var restore = new Command("restore", "Fill an empty catalog from a file; the server must not run.") { restoreFile, data, configuration };
        restore.SetAction((result, cancellationToken) => GuardAsync(
            result.InvocationConfiguration,
            () => RestoreAsync(result.GetValue(data)!, result.GetValue(configuration), result.GetValue(restoreFile)!, cancellationToken)));
        var rotate = new Command("rotate-secrets", "Give the key ring a new key and encrypt all secrets of the catalog with it; no server must run.") { data, configuration };
        rotate.SetAction((result, cancellationToken) => GuardAsync(
            result.InvocationConfiguration,
            () => RotateAsync(result.GetValue(data)!, result.GetValue(configuration), cancellationToken)));
        root.Add(backup);
        root.Add(restore);
        root.Add(rotate);
    }

    private static async Task<string> BackupAsync(ServiceProvider services, string path, CancellationToken cancellationToken)
    {
        await using (services)
        {
            // The file gets its name when it is whole.
            var partial = path + ".partial";
            if (File.Exists(path))
            {
                throw new IOException($"{path} exists already.");
            }

            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = AtomicFile.OwnerOnly;
            }

            long rows;
            await using (var file = new FileStream(partial, options))
            {
                rows = await services.GetRequiredService<CatalogBackup>().BackupAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path);
            return $"{rows} rows written to {path}. Keep the key ring (keys/ in the data folder) with it: without it no secret can be read.";
        }
    }

    private static async Task<string> RestoreAsync(string dataPath, string? configuration, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        using var data = DataDirectory.Open(dataPath);
        await using var services = Services(data.Path, configuration);
        await services.GetRequiredService<CatalogMigrator>().MigrateAsync(cancellationToken);
        var rows = await services.GetRequiredService<CatalogBackup>().RestoreAsync(file, cancellationToken);
        return $"{rows} rows restored from {path}.";
    }

    private static async Task<string> RotateAsync(string dataPath, string? configuration, CancellationToken cancellationToken)
    {
        using var data = DataDirectory.Open(dataPath);
        await using (var services = Services(data.Path, configuration))
        {
            services.GetRequiredService<SecretRotation>().AddKey(services.GetRequiredService<IKeyManager>());
        }

        // A second container, because the first may have read the ring before the new key was there.
        await using var renewed = Services(data.Path, configuration);
        await renewed.GetRequiredService<CatalogMigrator>().MigrateAsync(cancellationToken);
        var count = await renewed.GetRequiredService<SecretRotation>().RewriteAsync(renewed.GetRequiredService<ISecretProtector>(), cancellationToken);
        return $"{count} secrets are under the new key. Older keys are needed only for older backups.";
    }

    private static ServiceProvider Services(string dataPath, string? configurationFile)
    {
        var full = Path.GetFullPath(dataPath);
        if (!Directory.Exists(full))
        {
            throw new DirectoryNotFoundException($"There is no data folder {full}.");
        }

        var settings = new ServeSettings(full, 0, false, new HashSet<ServiceRole>(), configurationFile, []);
        IConfiguration configuration = ServerConfiguration.Build(settings, full);
        return new ServiceCollection().AddSingleton(configuration).AddLogging().AddCatalog(configuration).BuildServiceProvider();
    }

    private static async Task<int> GuardAsync(InvocationConfiguration console, Func<Task<string>> work)
    {
        try
        {
            await console.Output.WriteLineAsync(await work());
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException or System.Data.Common.DbException or CryptographicException)
        {
            await console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
