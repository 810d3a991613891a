using System.Net;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.ControlPlane.Tests.Traps;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Tracks;

/// <summary>The levels of one sound are one track: what is said of it is said of all, or players would lose their ladder.</summary>
[TestFixture]
public sealed class TrackLevelTests : TrapFixture
{
    [SetUp]
    public async Task Arrange()
    {
        await World.AssetAsync("a");
        var sound = await File.ReadAllBytesAsync(SharedFiles.Media("good/audio-only-eng.m4a"));
        await World.UploadAsync("a", ("low.m4a", sound), ("high.m4a", sound), ("other.m4a", sound));
        await World.UploadAsync("a", ("a.ism", """
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="v.mp4"/>
            <audio src="low.m4a" systemBitrate="64000" systemLanguage="eng"/><audio src="high.m4a" systemBitrate="128000" systemLanguage="en"/>
            <audio src="fr.m4a" systemBitrate="128000" systemLanguage="fra"/></switch></body></smil>
            """));
    }

    [Test]
    public async Task A_change_is_one_of_all_levels()
    {
        var reply = await Patch("assets/a/tracks/audio", Track(""" "displayName":"Ton","languageCode":"de","hlsSettings":{"default":true},"dashSettings":{"role":"main"} """));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Accepted), reply.ToString());
        Assert.That(await SoundsAsync(), Is.EqualTo(["low.m4a 64000 de Ton main True", "high.m4a 128000 de Ton main True", "fr.m4a 128000 fra   "]));
    }

    [Test]
    public async Task Another_file_takes_the_place_of_all_levels()
    {
        await Put("assets/a/tracks/audio", Track(""" "fileName":"other.m4a" """));

        Assert.That((await SoundsAsync()).Select(sound => sound.Split(' ')[0]), Is.EqualTo(["other.m4a", "fr.m4a"]));
    }

    [Test]
    public async Task A_deletion_leaves_what_is_of_another_language()
    {
        await Delete("assets/a/tracks/audio");

        Assert.That(await SoundsAsync(), Is.EqualTo(["fr.m4a 128000 fra   "]));
    }

    private static string Track(string members) => $$"""{"properties":{"track":{"@odata.type":"#Microsoft.Media.AudioTrack",{{members}}} } }""";

    private async Task<List<string>> SoundsAsync()
    {
        var asset = await Get("assets/a");
        var container = App.Services.GetRequiredService<IBlobStore>().GetContainer("contosostorage", (string)asset.Json["properties"]!["container"]!);
        await using var blob = await container.OpenReadAsync("a.ism", CancellationToken.None);
        var bytes = new byte[blob!.Length];
        await blob.ReadAsync(0, bytes, CancellationToken.None);
        return [.. ServerManifestParser.Parse(bytes).Tracks.Skip(1).Select(track => $"{track.Source} {track.Bitrate} {track.Language} {track.DisplayName} {track.Role} {track.IsDefault}")];
    }
}
