using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Arm;

[TestFixture]
public sealed class AuditTrailTests : TrapFixture
{
    [Test]
    public async Task Every_change_is_logged_with_who_what_from_where_and_how_it_ended()
    {
        await Put("assets/logged", "{}");
        await Patch("assets/absent", "{}");
        await Get("assets/logged");

        var lines = App.Log.All.Where(line => line.Contains("/assets/", StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.EqualTo(2));
            Assert.That(lines[0], Does.StartWith("Assets_CreateOrUpdate on ").And.Contain("by owner").And.EndWith("from 127.0.0.1: 201"));
            Assert.That(lines[1], Does.EndWith(": 404"));
        });
    }
}
