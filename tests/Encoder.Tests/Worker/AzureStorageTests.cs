using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Jobs;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Worker;

/// <summary>A worker whose inputs and outputs are blobs of an Azure storage account.</summary>
[Category("Integration")]
public sealed class AzureStorageTests
{
    [Test]
    public async Task A_job_reads_from_and_publishes_to_azure_storage()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var installation = await Installation.CreateAsync(azure: azurite.ConnectionString);
        await installation.AddAssetAsync("in", "good/portrait-720x1080.mp4");
        var output = await installation.AddAssetAsync("out");
        await using var onDisk = await Installation.CreateAsync();
        await onDisk.AddAssetAsync("in", "good/portrait-720x1080.mp4");
        var expected = await onDisk.AddAssetAsync("out");

        foreach (var place in new[] { installation, onDisk })
        {
            await place.StartWorkerAsync();
            var ended = await place.EndAsync(await place.AddJobAsync("H264SingleBitrateSD", new JobInputAsset { AssetName = "in" }, "out"));
            Assert.That(ended.State, Is.EqualTo(JobState.Finished), ended.Outputs[0].ErrorJson);
        }

        Assert.That(output.TryGetLocalPath("portrait-720x1080.ism", out _), Is.False);
        Assert.That(await NamesAsync(output), Is.EqualTo(await NamesAsync(expected)).And.Not.Empty);
    }

    [Test]
    public async Task A_damaged_input_leaves_nothing_in_azure_storage()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var installation = await Installation.CreateAsync(azure: azurite.ConnectionString);
        await installation.AddAssetAsync("in", "bad/truncated-media.mp4");
        var output = await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var ended = await installation.EndAsync(await installation.AddJobAsync("AdaptiveStreaming", new JobInputAsset { AssetName = "in" }, "out"));

        Assert.That(ended.State, Is.EqualTo(JobState.Error));
        Assert.That(await Installation.NamesAsync(output), Is.Empty);
    }

    /// <summary>Names without the id of the asset that the metadata file carries.</summary>
    private static async Task<IReadOnlyList<string>> NamesAsync(IBlobContainer container) =>
        [.. (await Installation.NamesAsync(container)).Select(name => name.EndsWith("_metadata.json", StringComparison.Ordinal) ? "_metadata.json" : name).Order(StringComparer.Ordinal)];
}
