using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Filters;

/// <summary>What the contract requires of a filter (AccountFilters.json, AssetsAndAssetFilters.json).</summary>
[TestFixture]
public sealed class FilterBodyTests : TrapFixture
{
    [TestCase("accountFilters/f")]
    [TestCase("assets/a/assetFilters/f")]
    public async Task A_selection_that_would_select_nothing_is_refused(string path)
    {
        await World.AssetAsync("a");

        var noValue = await Put(path, """{"properties":{"tracks":[{"trackSelections":[{"property":"Type","operation":"Equal"}]}]}}""");
        var noSelections = await Put(path, """{"properties":{"tracks":[{"trackSelections":null}]}}""");

        Assert.Multiple(() =>
        {
            Assert.That((string?)noValue.Json["error"]?["target"], Is.EqualTo("properties.tracks[0].trackSelections[0].value"), noValue.Text);
            Assert.That((string?)noSelections.Json["error"]?["target"], Is.EqualTo("properties.tracks[0].trackSelections"), noSelections.Text);
        });
    }
}
