using System.Globalization;
using System.Net;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Arm;

/// <summary>Filters, orders and pages of lists, as they arrive in a URL.</summary>
[TestFixture]
public sealed class FilterTests : TrapFixture
{
    [SetUp]
    public async Task Fill()
    {
        foreach (var name in new[] { "alpha", "Beta", "gamma", "it's" })
        {
            await Put("assets/" + Uri.EscapeDataString(name.Replace("'", "", StringComparison.Ordinal)), $$"""{"properties":{"alternateId":"{{name}}"} }""");
        }
    }

    [TestCase("name eq 'BETA'", "Beta")]
    [TestCase("name gt 'alpha' and name lt 'h'", "Beta,gamma")]
    [TestCase("'alpha' eq name or (name eq 'gamma')", "alpha,gamma")]
    [TestCase("properties/alternateid eq 'it''s'", "its")]
    [TestCase("not (name eq 'alpha') and name le 'gamma'", "Beta,gamma")]
    [TestCase("properties/created gt 2999-12-31T23:59:59.9999999Z", "")]
    public async Task A_filter_selects(string filter, string names)
    {
        var reply = await Get("assets?$filter=" + Uri.EscapeDataString(filter));

        Assert.That(string.Join(',', reply.Json["value"]!.AsArray().Select(asset => (string)asset!["name"]!)), Is.EqualTo(names));
    }

    [TestCase("name eq 'a' and")]
    [TestCase("properties/unknown eq 'a'")]
    [TestCase("startswith(name,'a')")]
    [TestCase("properties/created gt '2020-01-01x'")]
    [TestCase("name eq 'open")]
    [TestCase("((name eq 'a')")]
    public async Task What_is_not_a_filter_is_told_with_its_position(string filter)
    {
        var reply = await Get("assets?$filter=" + Uri.EscapeDataString(filter));

        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(reply.ErrorMessage, Does.Contain("position"));
        });
    }

    [Test]
    public async Task A_very_deep_or_long_filter_is_refused()
    {
        var deep = await Get("assets?$filter=" + new string('(', 2000) + "name%20eq%20'a'" + new string(')', 2000));

        Assert.That(deep.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Pages_follow_each_other_without_gap_while_names_are_added_and_removed()
    {
        var seen = new List<string>();
        var next = $"{World.Path}/assets?api-version=2023-01-01&$top=1000&$orderby=name%20desc";
        var page = await Owner.GetAsync(next + "&$skiptoken=", "");
        seen.AddRange(page.Json["value"]!.AsArray().Select(asset => (string)asset!["name"]!));

        Assert.That(seen, Is.EqualTo(new[] { "its", "gamma", "Beta", "alpha" }));
        await Delete("assets/gamma");
        await Put(string.Create(CultureInfo.InvariantCulture, $"assets/b{1}"), "{}");
        var rest = await Get("assets?$skiptoken=beta");
        Assert.That(rest.Json["value"]!.AsArray().Select(asset => (string)asset!["name"]!), Is.EqualTo(new[] { "its" }));
    }
}
