using System.Net;
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

    [Test]
    public async Task An_end_that_is_forced_must_be_given()
    {
        await World.AssetAsync("a");
        foreach (var path in new[] { "accountFilters/f", "assets/a/assetFilters/f" })
        {
            var without = await Put(path, """{"properties":{"presentationTimeRange":{"forceEndTimestamp":true}}}""");
            var with = await Put(path, """{"properties":{"presentationTimeRange":{"forceEndTimestamp":true,"endTimestamp":60000000}}}""");
            var unforced = await Put(path, """{"properties":{"presentationTimeRange":{"forceEndTimestamp":false}}}""");

            Assert.That((without.Status, with.Status, unforced.Status), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.Created, HttpStatusCode.OK)), path);
        }
    }

    // JavaScript clients know no int64: they send the nearest double of the largest value (packaging.md section 7).
    [TestCase("9223372036854775807", ExpectedResult = 9223372036854775807)]
    [TestCase("9223372036854776000", ExpectedResult = 9223372036854775807)]
    [TestCase("9.223372036854776E+18", ExpectedResult = 9223372036854775807)]
    [TestCase("9223372036854775000", ExpectedResult = 9223372036854775000)]
    public async Task<long> A_window_above_the_largest_integer_means_no_limit(string window)
    {
        var reply = await Put("accountFilters/wide", "{\"properties\":{\"presentationTimeRange\":{\"startTimestamp\":0,\"presentationWindowDuration\":" + window + "}}}");
        var patched = await Patch("accountFilters/wide", """{"properties":{"firstQuality":{"bitrate":1}}}""");

        Assert.That((reply.Status, patched.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK)), reply.Text);
        return patched.Json["properties"]!["presentationTimeRange"]!["presentationWindowDuration"]!.GetValue<long>();
    }

    [TestCase("1.5")]
    [TestCase("-9223372036854776000")]
    [TestCase("\"9223372036854776000\"")]
    [TestCase("1e400")]
    public async Task A_window_that_is_no_integer_is_refused(string window)
    {
        var reply = await Put("accountFilters/wide", "{\"properties\":{\"presentationTimeRange\":{\"presentationWindowDuration\":" + window + "}}}");

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo("properties.presentationTimeRange.presentationWindowDuration"), reply.Text);
    }
}
