using MediaPlatform.AllInOne.Hosting;

namespace MediaPlatform.AllInOne.Tests;

public sealed class CommandLineTests
{
    private static async Task<(int Code, ServeSettings? Settings, string Errors)> RunAsync(params string[] arguments)
    {
        ServeSettings? seen = null;
        var command = ServeCommand.Create((settings, _) =>
        {
            seen = settings;
            return Task.FromResult(0);
        });
        var errors = new StringWriter();
        var code = await command.Parse(arguments).InvokeAsync(new() { Error = errors, Output = TextWriter.Null });
        return (code, seen, errors.ToString());
    }

    [Test]
    public async Task Without_arguments_everything_has_a_default()
    {
        var (code, settings, _) = await RunAsync();
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(settings!.Port, Is.EqualTo(8080));
            Assert.That(settings.DataPath, Is.EqualTo(".data"));
            Assert.That(settings.Roles, Is.EquivalentTo(Enum.GetValues<ServiceRole>()));
            Assert.That(settings.Files, Is.Empty);
        });
    }

    [Test]
    public async Task Options_and_files_stand_in_any_order()
    {
        var (_, settings, _) = await RunAsync("a.mov", "--port", "9000", "--json", "b.mxf", "--data", "somewhere", "--roles", "Encoder");
        Assert.Multiple(() =>
        {
            Assert.That(settings!.Files, Is.EqualTo(new[] { "a.mov", "b.mxf" }));
            Assert.That(settings.Port, Is.EqualTo(9000));
            Assert.That(settings.Json);
            Assert.That(settings.DataPath, Is.EqualTo("somewhere"));
            Assert.That(settings.Roles, Is.EquivalentTo(new[] { ServiceRole.Encoder }));
        });
    }

    [TestCase("0")]
    [TestCase("65535")]
    [TestCase("many")]
    public async Task A_port_block_that_cannot_be_is_refused(string port)
    {
        var (code, settings, errors) = await RunAsync("--port", port);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Not.Zero);
            Assert.That(settings, Is.Null);
            Assert.That(errors, Does.Contain("--port"));
        });
    }
}
