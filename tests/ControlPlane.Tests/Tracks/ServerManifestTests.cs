using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Tracks;

/// <summary>Uploaded MP4 files become streamable without an encode.</summary>
[TestFixture]
public sealed class ServerManifestTests
{
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await ControlPlaneApp.StartWithAccountAsync();
        _owner = _app.Owner();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task The_levels_of_a_set_are_listed_with_one_sound()
    {
        var container = await UploadAsync("ladder", "ams-asset-mbr/BigBuckBunny_400.mp4", "ams-asset-mbr/BigBuckBunny_1500.mp4", "ams-asset-mbr/BigBuckBunny_3400.mp4");

        var reply = await _owner.PostAsync("assets/ladder/createServerManifest");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.ToString());
        var manifest = await ReadAsync(container, "BigBuckBunny_3400.ism");
        Assert.Multiple(() =>
        {
            Assert.That((string)reply.Json["manifestName"]!, Is.EqualTo("BigBuckBunny_3400.ism"));
            Assert.That(manifest.Formats, Is.EqualTo("mp4"));
            Assert.That(
                manifest.Tracks.Select(track => $"{track.Kind} {track.UrlName} {track.Source}"),
                Is.EqualTo(["Audio audio BigBuckBunny_400.mp4", "Video video BigBuckBunny_3400.mp4", "Video video BigBuckBunny_1500.mp4", "Video video BigBuckBunny_400.mp4"]));
            Assert.That(manifest.Tracks.Select(track => track.Bitrate), Is.All.GreaterThan(10_000));
            Assert.That(reply.Json["tracks"]!.AsArray().Select(track => (string)track!["kind"]!), Is.EqualTo(["Audio", "Video", "Video", "Video"]));
        });
    }

    [Test]
    public async Task Languages_and_sounds_of_one_file_get_names_of_their_own()
    {
        var container = await UploadAsync("sounds", "good/three-languages-480p.mp4");
        var mono = await UploadAsync("mono", "good/eight-mono-aac-tracks.mp4");
        await _owner.PostAsync("assets/sounds/createServerManifest", """{"manifestName":"movie.ism"}""");
        await _owner.PostAsync("assets/mono/createServerManifest");

        var languages = (await ReadAsync(container, "movie.ism")).Tracks.Where(track => track.Kind == TrackKind.Audio).ToList();
        Assert.That(languages.Select(track => track.Language), Is.EqualTo(["eng", "fra", "spa"]));
        Assert.That((await ReadAsync(mono, "eight-mono-aac-tracks.ism")).Tracks.Select(track => track.UrlName), Is.Unique.And.Exactly(8).Items);
    }

    [Test]
    public async Task Smooth_files_make_a_smooth_manifest()
    {
        var container = await UploadAsync("smooth", "ams-asset-smooth/BigBuckBunny.ismv", "ams-asset-smooth/BigBuckBunny.isma");

        await _owner.PostAsync("assets/smooth/createServerManifest");

        var manifest = await ReadAsync(container, "BigBuckBunny.ism");
        Assert.That(manifest.Formats, Is.Null);
        Assert.That(manifest.Tracks.Select(track => track.Source), Is.EqualTo(["BigBuckBunny.isma", "BigBuckBunny.ismv"]));
    }

    [Test]
    public async Task Files_that_cannot_be_read_or_delivered_are_named_and_left_out()
    {
        await UploadAsync("mixed", "good/one-frame.mp4", "bad/truncated-no-moov.mp4", "refuse/ac3-51.mp4");

        var reply = await _owner.PostAsync("assets/mixed/createServerManifest");

        var ignored = reply.Json["ignoredFiles"]!.AsArray().Select(one => (string)one!["fileName"]!);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.ToString());
        Assert.That(ignored, Is.EquivalentTo(["truncated-no-moov.mp4", "ac3-51.mp4"]));
    }

    [Test]
    public async Task What_cannot_be_done_is_refused_in_the_form_of_the_api()
    {
        await UploadAsync("has", "ams-asset-mbr/BigBuckBunny_400.mp4", "ams-asset-mbr/BigBuckBunny_3400.ism");
        await UploadAsync("nothing", "captions/webvtt-typical.vtt");
        await UploadAsync("ac3", "refuse/ac3-51.mp4");
        var has = await _owner.PostAsync("assets/has/createServerManifest");
        var nothing = await _owner.PostAsync("assets/nothing/createServerManifest");
        var ac3 = await _owner.PostAsync("assets/ac3/createServerManifest");
        var escape = await _owner.PostAsync("assets/nothing/createServerManifest", """{"manifestName":"../other/a.ism"}""");
        var unknown = await _owner.PostAsync("assets/gone/createServerManifest");
        using var reader = await _app.WithRoleAsync("Reader");
        var forbidden = await reader.PostAsync("assets/nothing/createServerManifest");

        Assert.Multiple(() =>
        {
            Assert.That((has.Status, has.ErrorMessage), Is.EqualTo((HttpStatusCode.Conflict, "The asset has the server manifest 'BigBuckBunny_3400.ism' already.")));
            Assert.That((nothing.Status, nothing.ErrorMessage), Is.EqualTo((HttpStatusCode.BadRequest, "The asset holds no MP4 file.")));
            Assert.That(ac3.ErrorMessage, Does.Contain("ac3-51.mp4").And.Contain("ac-3"));
            Assert.That(escape.Json["error"]!["target"]?.GetValue<string>(), Is.EqualTo("manifestName"), escape.ToString());
            Assert.That(unknown.Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(forbidden.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        });
    }

    [Test]
    public async Task The_action_is_in_the_document()
    {
        using var client = _app.Anonymous();
        var document = JsonNode.Parse(await client.Http.GetStringAsync("swagger/v3/swagger.json"))!;
        var path = document["paths"]!.AsObject().Single(pair => pair.Key.EndsWith("/createServerManifest", StringComparison.Ordinal));

        Assert.That((string)path.Value!["post"]!["operationId"]!, Is.EqualTo("Assets_CreateServerManifest"));
        Assert.That(path.Value["post"]!["responses"]!["201"], Is.Not.Null);
    }

    private async Task<IBlobContainer> UploadAsync(string asset, params string[] files)
    {
        var created = await _owner.PutAsync($"assets/{asset}", "{}");
        var container = _app.Services.GetRequiredService<IBlobStore>().GetContainer("contosostorage", (string)created.Json["properties"]!["container"]!);
        foreach (var file in files)
        {
            await using var content = File.OpenRead(SharedFiles.Media(file));
            await container.UploadAsync(Path.GetFileName(file), content, null, CancellationToken.None);
        }

        return container;
    }

    private static async Task<ServerManifest> ReadAsync(IBlobContainer container, string name)
    {
        await using var reader = await container.OpenReadAsync(name, CancellationToken.None);
        var bytes = new byte[reader!.Length];
        await reader.ReadAsync(0, bytes, CancellationToken.None);
        return ServerManifestParser.Parse(bytes);
    }
}
