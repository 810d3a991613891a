using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;

namespace MediaPlatform.ControlPlane.Tests.Traps;

/// <summary>A running control plane, and an account of its own for each test.</summary>
public abstract class TrapFixture
{
    internal const string Transform =
        """{"properties":{"outputs":[{"preset":{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"AdaptiveStreaming"}}]}}""";

    internal const string Job =
        """{"properties":{"input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"in"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"}]}}""";

    internal ControlPlaneApp App { get; private set; } = null!;

    internal ArmClient Owner { get; private set; } = null!;

    internal ExampleWorld World { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        App = await ControlPlaneApp.StartWithAccountAsync();
        Owner = App.Owner();
    }

    [SetUp]
    public async Task Renew() => World = await ExampleWorld.CreateAsync(App, Owner);

    [OneTimeTearDown]
    public async Task Stop()
    {
        Owner.Dispose();
        await App.DisposeAsync();
    }

    internal Task<ArmReply> Get(string path, string version = "2023-01-01") => Owner.GetAsync($"{World.Path}/{path}", version);

    internal Task<ArmReply> Put(string path, string json, string version = "2023-01-01") => Owner.PutAsync($"{World.Path}/{path}", json, version);

    internal Task<ArmReply> Patch(string path, string json, string version = "2023-01-01") => Owner.PatchAsync($"{World.Path}/{path}", json, version);

    internal Task<ArmReply> Post(string path, string? json = null, string version = "2023-01-01") => Owner.PostAsync($"{World.Path}/{path}", json, version);

    internal Task<ArmReply> Delete(string path, string version = "2023-01-01") => Owner.DeleteAsync($"{World.Path}/{path}", version);

    internal async Task<ArmReply> JobAsync(string name)
    {
        await World.AssetAsync("in");
        await World.AssetAsync("out");
        await Put("transforms/t", Transform, "2022-07-01");
        return await Put($"transforms/t/jobs/{name}", Job, "2022-07-01");
    }
}
