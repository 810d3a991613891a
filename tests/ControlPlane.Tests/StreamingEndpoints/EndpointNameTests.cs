using System.Net;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.StreamingEndpoints;

/// <summary>Names of streaming endpoints, which become part of host names (control-plane.md section 9).</summary>
[TestFixture]
public sealed class EndpointNameTests : TrapFixture
{
    [TestCase("a--1", HttpStatusCode.Created)]
    [TestCase("a-", HttpStatusCode.BadRequest)]
    [TestCase("a_b", HttpStatusCode.BadRequest)]
    [TestCase("a%0A", HttpStatusCode.BadRequest, TestName = "A_line_break_at_the_end_is_no_part_of_a_name")]
    public async Task A_name(string name, HttpStatusCode status)
    {
        var reply = await Put($"streamingEndpoints/{name}", """{"location":"westus","properties":{"scaleUnits":0}}""", "2022-11-01");

        Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
    }
}
