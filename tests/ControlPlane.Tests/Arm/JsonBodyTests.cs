using System.Net;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Arm;

/// <summary>Forms in which clients send a body.</summary>
[TestFixture]
public sealed class JsonBodyTests : TrapFixture
{
    [TestCase("\uFEFF{\"properties\":{\"description\":\"read\"}}", "read", TestName = "A_byte_order_mark_before_the_object_is_passed_over")]
    [TestCase("\uFEFF", null, TestName = "A_byte_order_mark_alone_is_no_body")]
    public async Task A_body_as_Windows_tools_write_it(string body, string? description)
    {
        var reply = await Put("assets/a", body);

        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
            Assert.That((string?)reply.Json["properties"]?["description"], Is.EqualTo(description));
        });
    }
}
