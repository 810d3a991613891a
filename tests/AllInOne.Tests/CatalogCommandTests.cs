using MediaPlatform.AllInOne.Hosting;

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
