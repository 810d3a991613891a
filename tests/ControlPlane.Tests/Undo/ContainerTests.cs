using System.Net;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Undo;

/// <summary>The container of a deleted asset stays exactly as long as the deletion can be undone.</summary>
[TestFixture]
public sealed class ContainerTests
{
    private const string Storage = "contosostorage";
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("controlplane").FullName;

    [TearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_container_goes_when_its_deletion_is_made_final()
    {
        await StartAsync("7.00:00:00");
        var container = await MakeAsync("purged");
        await _owner.DeleteAsync("assets/purged");
        Assert.That(await HasFileAsync(container));
        var name = (await _owner.GetAsync("deletedResources")).Json["value"]![0]!["name"];
        Assert.That((await _owner.DeleteAsync($"deletedResources/{name}")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await ExistsAsync(container), Is.False);
        Assert.That((await _owner.PostAsync($"deletedResources/{name}/restore")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _owner.DeleteAsync($"deletedResources/{name}")).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Without_an_undo_a_deletion_is_final_at_once()
    {
        await StartAsync("00:00:00");
        var container = await MakeAsync("final");
        Assert.That((await _owner.DeleteAsync("assets/final")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await ExistsAsync(container), Is.False);
        Assert.That((await _owner.GetAsync("deletedResources")).Json["value"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task What_came_due_while_no_process_ran_is_removed_by_the_next()
    {
        await StartAsync("00:00:00.1");
        var container = await MakeAsync("due");
        await _owner.DeleteAsync("assets/due");
        Assert.That(await HasFileAsync(container));
        await _app.DisposeAsync();
        _owner.Dispose();
        await Task.Delay(100);

        await StartAsync("7.00:00:00");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await ExistsAsync(container))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    [Test]
    public async Task Who_names_the_container_of_a_deleted_asset_gets_an_empty_one_as_before_there_was_an_undo()
    {
        await StartAsync("7.00:00:00");
        await MakeAsync("first", """{"properties":{"container":"named"}}""");
        await _owner.DeleteAsync("assets/first");
        var other = await ExampleWorld.CreateAsync(_app, _owner);
        var stranger = await _owner.PutAsync($"{other.Path}/assets/stranger", """{"properties":{"container":"named"}}""");
        Assert.That((stranger.Status, stranger.ErrorMessage), Is.EqualTo((HttpStatusCode.BadRequest, "The container 'named' is already used by another asset.")));
        Assert.That(await HasFileAsync("named"), "another account has no say");

        Assert.That((await _owner.PutAsync("assets/second", """{"properties":{"container":"named"}}""")).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await ExistsAsync("named"), await HasFileAsync("named")), Is.EqualTo((true, false)));
        Assert.That((await _owner.GetAsync("deletedResources")).Json["value"]!.AsArray(), Is.Empty);
    }

    private async Task StartAsync(string period)
    {
        _app = await ControlPlaneApp.StartAsync(_folder, ownsFolder: false, ("ControlPlane:UndoPeriod", period));
        _owner = _app.Owner();
    }

    private async Task<string> MakeAsync(string name, string body = "{}")
    {
        var container = (string)(await _owner.PutAsync($"assets/{name}", body)).Json["properties"]!["container"]!;
        using var content = new MemoryStream([1, 2, 3]);
        await Container(container).UploadAsync("file", content, null, CancellationToken.None);
        return container;
    }

    private IBlobContainer Container(string name) => _app.Services.GetRequiredService<IBlobStore>().GetContainer(Storage, name);

    private Task<bool> ExistsAsync(string container) => Container(container).ExistsAsync(CancellationToken.None);

    private async Task<bool> HasFileAsync(string container) => await Container(container).GetPropertiesAsync("file", CancellationToken.None) is not null;
}
