using MediaPlatform.AllInOne.Hosting;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.AllInOne.Tests;

/// <summary>backup and restore as an operator types them.</summary>
public sealed class CatalogCommandTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_catalog_goes_into_a_file_and_comes_back_in_another_folder()
    {
        var file = Path.Combine(_folder, "catalog.gz");
        var old = Directory.CreateDirectory(Path.Combine(_folder, "old")).FullName;
        var other = Directory.CreateDirectory(Path.Combine(_folder, "new")).FullName;
        Assert.That((await RunAsync("restore", Path.Combine(_folder, "absent"), "--data", old)).Code, Is.EqualTo(1), "no such file");

        await File.WriteAllTextAsync(Path.Combine(_folder, "damaged"), "no backup");
        var damaged = await RunAsync("restore", Path.Combine(_folder, "damaged"), "--data", old);
        Assert.That((damaged.Code, damaged.Errors), Is.Not.EqualTo((0, "")));

        // The failed restore has made the schema, so there is an empty catalog to write.
        var backup = await RunAsync("backup", file, "--data", old);
        Assert.That(backup, Is.EqualTo((0, backup.Output, "")));
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That((await RunAsync("backup", file, "--data", old)).Errors, Does.Contain("exists already"));

        var restore = await RunAsync("restore", file, "--data", other);
        Assert.That(restore, Is.EqualTo((0, restore.Output, "")));
    }

    [Test]
    [Category("Integration")]
    public async Task A_catalog_moves_from_one_database_of_a_server_to_another_and_to_a_file()
    {
        await using var server = await PostgresServer.StartAsync();
        var backup = Path.Combine(_folder, "catalog.gz");
        var from = await SettingsAsync("from");
        await using (var services = Services(from))
        {
            await services.GetRequiredService<CatalogMigrator>().MigrateAsync(default);
            await services.GetRequiredService<AccountStore>().SaveAsync(
                new() { Id = Guid.NewGuid(), Name = "moved", SubscriptionId = Guid.NewGuid().ToString(), ResourceGroup = "group", Location = "here" }, default);
        }

        var written = await RunAsync("backup", backup, "--data", _folder, "--config", from);
        Assert.That(written, Is.EqualTo((0, written.Output, "")));
        foreach (var to in new[] { await SettingsAsync("to"), await SettingsAsync(null) })
        {
            var restored = await RunAsync("restore", backup, "--data", _folder, "--config", to);
            Assert.That(restored, Is.EqualTo((0, restored.Output, "")));
            await using var services = Services(to);
            Assert.That(await services.GetRequiredService<AccountStore>().FindByNameAsync("moved", default), Is.Not.Null);
            Assert.That((await RunAsync("restore", backup, "--data", _folder, "--config", to)).Errors, Does.Contain("already holds rows"));
        }

        async Task<string> SettingsAsync(string? database)
        {
            var path = Path.Combine(_folder, $"{database ?? "file"}.json");
            await File.WriteAllTextAsync(path, database is null
                ? """{"Data":{"Provider":"Sqlite"}}"""
                : $$$"""{"Data":{"Provider":"Postgres","ConnectionString":"{{{server.ConnectionString(database)}}}"}}""");
            return path;
        }

        ServiceProvider Services(string settings)
        {
            IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", _folder)]).AddJsonFile(settings).Build();
            return new ServiceCollection().AddSingleton(configuration).AddLogging().AddCatalog(configuration).BuildServiceProvider();
        }
    }

    [Test]
    public async Task A_folder_in_use_is_not_restored_into()
    {
        using var running = DataDirectory.Open(_folder);
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        Assert.That((await RunAsync("restore", file, "--data", _folder)).Errors, Does.Contain("in use"));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var command = ServeCommand.Create((_, _) => Task.FromResult(99));
        var code = await command.Parse(arguments).InvokeAsync(new() { Error = errors, Output = output });
        return (code, output.ToString(), errors.ToString());
    }
}
