using System.Globalization;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Accounts;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Contract;

/// <summary>An account of its own for one example, holding what the example takes for granted.</summary>
internal sealed class ExampleWorld(ControlPlaneApp app, ArmClient client, string account)
{
    private const string Manifest =
        """
        <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head><meta name="formats" content="mp4"/></head><body><switch>
        <video src="v.mp4" systemBitrate="1000000"><param name="trackName" value="video" valuetype="data"/></video>
        <audio src="v.mp4" systemBitrate="128000"><param name="trackName" value="audio" valuetype="data"/></audio>
        <textstream src="auto_generated.ttml"><param name="trackName" value="text1" valuetype="data"/><param name="systemLanguage" value="en-us" valuetype="data"/><param name="textDisplayName" value="Auto generated" valuetype="data"/></textstream>
        <textstream src="text2.vtt"><param name="trackName" value="text2" valuetype="data"/></textstream>
        </switch></body></smil>
        """;

    private static int s_count;

    public string Account => account;

    public string Path => ControlPlaneApp.AccountPath(account);

    public static async Task<ExampleWorld> CreateAsync(ControlPlaneApp app, ArmClient client)
    {
        var name = "example" + Interlocked.Increment(ref s_count).ToString(CultureInfo.InvariantCulture);
        await app.Services.GetRequiredService<AccountBootstrapper>().EnsureAsync(
            Guid.Parse(ControlPlaneApp.Subscription), ControlPlaneApp.ResourceGroup, name, "westus", "contosostorage", startEndpoint: false, CancellationToken.None);
        return new(app, client, name);
    }

    public async Task PutAsync(string path, JsonNode body, string version)
    {
        var reply = await client.PutAsync($"{Path}/{path}", body.ToJsonString(), version);
        Assert.That((int)reply.Status, Is.LessThan(300), $"arranging {path}: {reply}");
    }

    public Task AssetAsync(string name) => PutAsync("assets/" + Escape(name), new JsonObject(), "2023-01-01");

    public Task UploadAsync(string asset, params (string Name, string Content)[] files) =>
        UploadAsync(asset, [.. files.Select(file => (file.Name, System.Text.Encoding.UTF8.GetBytes(file.Content)))]);

    public async Task UploadAsync(string asset, params (string Name, byte[] Content)[] files)
    {
        var reply = await client.GetAsync($"{Path}/assets/{Escape(asset)}");
        var container = app.Services.GetRequiredService<IBlobStore>().GetContainer("contosostorage", (string)reply.Json["properties"]!["container"]!);
        foreach (var (name, content) in files)
        {
            using var stream = new MemoryStream(content);
            await container.UploadAsync(name, stream, null, CancellationToken.None);
        }
    }

    public Task TracksAsync(string asset) => UploadAsync(
        asset, ("asset.ism", Manifest), ("v.mp4", "x"), ("auto_generated.ttml", "<tt/>"), ("text2.vtt", "WEBVTT\nLanguage: en-us\n"), ("text3.ttml", "<tt/>"));

    public Task TransformAsync(string name, int outputs) => PutAsync(
        "transforms/" + Escape(name),
        JsonNode.Parse($$"""{"properties":{"outputs":[{{string.Join(',', Enumerable.Repeat("""{"preset":{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"AdaptiveStreaming"} }""", outputs))}}]} }""")!,
        "2022-07-01");

    public async Task JobAsync(string transform, string name, JobState? state)
    {
        await AssetAsync("job-input");
        await AssetAsync("job-output");
        await PutAsync(
            $"transforms/{Escape(transform)}/jobs/{Escape(name)}",
            JsonNode.Parse("""{"properties":{"description":"d","correlationData":{},"input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"job-input","label":"a"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"job-output"}]}}""")!,
            "2022-07-01");
        if (state is not null)
        {
            await SetJobAsync(transform, name, state.Value);
        }
    }

    public Task KeyPolicyAsync(string name) => PutAsync(
        "contentKeyPolicies/" + Escape(name), Body("examples/metadata/content-key-policies-create-multiple-options.json"), "2023-01-01");

    public async Task StreamingPolicyAsync(string name, string example)
    {
        await KeyPolicyAsync("PolicyWithMultipleOptions");
        await PutAsync("streamingPolicies/" + Escape(name), Body($"examples/metadata/streaming-policies-create-{example}.json"), "2023-01-01");
    }

    public async Task LocatorAsync(string name, string policyExample)
    {
        await AssetAsync("published");
        await StreamingPolicyAsync("locatorPolicy", policyExample);
        await PutAsync(
            "streamingLocators/" + Escape(name), JsonNode.Parse("""{"properties":{"assetName":"published","streamingPolicyName":"locatorPolicy"}}""")!, "2023-01-01");
        await UploadAsync("published", ("videoManifest1.ism", Manifest), ("video1.mp4", "x"), ("textTrack.vtt", "WEBVTT"));
    }

    public async Task AttachStorageAsync(string name)
    {
        const string prefix = $"/subscriptions/{ControlPlaneApp.Subscription}/resourceGroups/{ControlPlaneApp.ResourceGroup}/providers/Microsoft.Storage/storageAccounts/";
        var reply = await client.PatchAsync(Path, $$"""{"properties":{"storageAccounts":[{"id":"{{prefix}}contosostorage","type":"Primary"},{"id":"{{prefix}}{{name}}","type":"Secondary"}]} }""");
        Assert.That((int)reply.Status, Is.EqualTo(202), reply.ToString());
    }

    public static JsonNode Body(string example) => ContractOperation.SharedFilesJson("openapi/" + example)["parameters"]!["parameters"]!.DeepClone();

    public static string Escape(string name) => Uri.EscapeDataString(name);

    public async Task SetJobAsync(string transformName, string name, JobState state)
    {
        var row = await app.Services.GetRequiredService<AccountStore>().FindByNameAsync(account, CancellationToken.None);
        var transform = await app.Services.GetRequiredService<TransformStore>().FindAsync(row!.Id, transformName, CancellationToken.None);
        var store = app.Services.GetRequiredService<JobStore>();
        var job = await store.FindAsync(transform!.Id, name, CancellationToken.None);
        job!.State = state;
        await store.SaveAsync(job, CancellationToken.None);
    }
}
