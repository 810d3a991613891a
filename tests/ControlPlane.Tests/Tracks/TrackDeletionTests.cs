using System.Net;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Tracks;

/// <summary>DELETE of a track: 202, or 204 when there was nothing; clients throw at any other status (control-plane.md section 2).</summary>
[TestFixture]
public sealed class TrackDeletionTests : TrapFixture
{
    [Test]
    public async Task An_asset_without_server_manifest_has_no_track_to_delete()
    {
        await World.AssetAsync("a");

        var deleted = await Delete("assets/a/tracks/text1");
        var listed = await Get("assets/a/tracks");

        Assert.Multiple(() =>
        {
            Assert.That(deleted.Status, Is.EqualTo(HttpStatusCode.NoContent), deleted.Text);
            Assert.That(listed.Status, Is.EqualTo(HttpStatusCode.Conflict), listed.Text);
        });
    }
}
