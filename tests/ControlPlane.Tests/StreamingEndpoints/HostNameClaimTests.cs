using System.Net;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.StreamingEndpoints;

/// <summary>A host name leads to one endpoint, and who has it keeps it.</summary>
[TestFixture]
public sealed class HostNameClaimTests : TrapFixture
{
    [Test]
    public async Task A_host_name_of_another_endpoint_cannot_be_claimed()
    {
        await Owner.DeleteAsync($"{World.Path}/streamingEndpoints/zz", "2022-11-01");
        var first = await ClaimAsync("zz", "clips.example.org");
        var other = await ClaimAsync("aa", "CLIPS.example.org");
        var again = await ClaimAsync("zz", "clips.example.org");
        var free = await ClaimAsync("aa", "more.example.org");
        var later = await ClaimAsync("aa", "more.example.org\",\"clips.example.org.");

        Assert.Multiple(() =>
        {
            Assert.That((first.Status, again.Status, free.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created)));
            Assert.That((other.Status, later.Status), Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.Conflict)));
            Assert.That((string?)other.Json["error"]?["message"], Is.EqualTo("The host name 'clips.example.org' belongs to another streaming endpoint."));
        });
    }

    private Task<Support.ArmReply> ClaimAsync(string name, string host) =>
        Put($"streamingEndpoints/{name}", $$$"""{"location":"westus","properties":{"scaleUnits":1,"customHostNames":["{{{host}}}"]}}""", "2022-11-01");
}
