using System.Security.Cryptography.X509Certificates;
using MediaPlatform.Data.Catalog;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Data.Secrets;

/// <summary>Adds <see cref="ISecretProtector"/> over an ASP.NET Core Data Protection key ring.</summary>
public static class SecretsModule
{
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<SecretsOptions>().Bind(configuration.GetSection(SecretsOptions.Section));
        var secrets = configuration.GetSection(SecretsOptions.Section).Get<SecretsOptions>() ?? new SecretsOptions();
        var data = configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions();
        var folder = string.IsNullOrEmpty(secrets.KeyDirectory) ? Path.Combine(data.Directory, "keys") : secrets.KeyDirectory;

        // The purpose chain holds the application name, so it must be the same in every process that shares the ring.
        var ring = services.AddDataProtection().SetApplicationName("MediaPlatform").PersistKeysToFileSystem(Folder(folder));
        if (!string.IsNullOrEmpty(secrets.CertificatePath))
        {
            ring.ProtectKeysWithCertificate(Load(secrets.CertificatePath, secrets.CertificatePassword));
            ring.UnprotectKeysWithAnyCertificate(
                [.. secrets.RetiredCertificatePaths.Select(path => Load(path, secrets.CertificatePassword))]);
        }

        return services.AddSingleton<ISecretProtector, SecretProtector>();
    }

    private static DirectoryInfo Folder(string path)
    {
        var full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(full);
        return Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static X509Certificate2 Load(string path, string? password) =>
        X509CertificateLoader.LoadPkcs12FromFile(path, password);
}
