namespace MediaPlatform.Integration.Tests;

/// <summary>The management clients of Debian, unedited, over https: Azure CLI and azure.mgmt.media.</summary>
public sealed class ManagementClientTests
{
    private static readonly TimeSpan TourLimit = TimeSpan.FromMinutes(4);

    [Test]
    public async Task The_Azure_CLI_tours_every_group_it_has()
    {
        await using var connection = await CheckedConnection.StartAsync(PublishedMedia.Server);
        var (code, output, errors) = await Repository.RunAsync(
            "/usr/bin/python3", [Path.Combine(Repository.Root, "tests", "clients", "azure-cli.py"), connection.ConnectionPath], TourLimit);
        Assert.That(code, Is.Zero, output + errors);
        Assert.That(output.TrimEnd(), Does.EndWith("done"));
        connection.Check(leastOperations: 30);
    }

    [Test]
    public async Task The_Python_management_client_tours_every_operation_group()
    {
        await using var connection = await CheckedConnection.StartAsync(PublishedMedia.Server);
        var (code, output, errors) = await Repository.RunAsync(
            "/usr/bin/python3",
            [Path.Combine(Repository.Root, "tests", "clients", "azure-mgmt-media.py"), connection.ConnectionPath],
            TourLimit,
            new Dictionary<string, string> { ["REQUESTS_CA_BUNDLE"] = connection.CaCertificate });
        Assert.That(code, Is.Zero, output + errors);
        Assert.That(output.TrimEnd(), Does.EndWith("done"));
        connection.Check(leastOperations: 30);
    }
}
