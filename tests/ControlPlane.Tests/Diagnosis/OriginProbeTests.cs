using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Diagnosis;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Tests.Diagnosis;

/// <summary>An origin that says nothing is told apart from one that is not there.</summary>
[TestFixture]
public sealed class OriginProbeTests
{
    [Test]
    public async Task An_origin_that_hangs_is_not_called_down()
    {
        await using var origin = await LocalWebServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        Assert.That(await AskAsync(origin.Port, wantsText: true), Is.EqualTo("The origin gave no answer within 0.3 seconds: it hangs, waits for a storage that does, or cannot be reached from here."));
    }

    [Test]
    public async Task A_reply_that_stops_in_the_middle_is_not_waited_for()
    {
        await using var origin = await LocalWebServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("#EXTM3U");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        Assert.That(await AskAsync(origin.Port, wantsText: true), Does.StartWith("The origin gave no answer within 0.3 seconds"));
    }

    [Test]
    public async Task An_origin_that_is_not_there_is_called_down()
    {
        var origin = await LocalWebServer.StartAsync(_ => Task.CompletedTask);
        var port = origin.Port;
        await origin.DisposeAsync();

        Assert.That(await AskAsync(port, wantsText: false), Is.EqualTo("The origin does not answer: its process is down or cannot be reached from here."));
    }

    [Test]
    public async Task A_segment_whose_head_alone_is_good_is_not_called_good()
    {
        await using var origin = await LocalWebServer.StartAsync(async context =>
        {
            context.Response.StatusCode = HttpMethods.IsHead(context.Request.Method) ? 200 : 415;
            context.Response.Headers["x-ms-error-code"] = "MPE_INVALID_NALU_SIZE";
            await context.Response.WriteAsync("""{"error":{"message":"A NAL unit is larger than its sample."}}""");
        });
        using var probe = ProbeOf(origin.Port, TimeSpan.FromSeconds(10));

        var reply = await probe.ReadAsync(new Uri("http://localhost/a.ism/QualityLevels(1)/Fragments(video=0)"), default);

        Assert.That((reply.IsGood, reply.Code, reply.Message), Is.EqualTo((false, "MPE_INVALID_NALU_SIZE", "A NAL unit is larger than its sample.")));
    }

    [Test]
    public async Task A_segment_that_breaks_off_is_told()
    {
        await using var origin = await LocalWebServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000; // the server closes the connection over what is missing
            await context.Response.Body.WriteAsync(new byte[500]);
        });
        using var probe = ProbeOf(origin.Port, TimeSpan.FromSeconds(10));

        var reply = await probe.ReadAsync(new Uri("http://localhost/a.ism/QualityLevels(1)/Fragments(video=0)"), default);

        Assert.That((reply.IsGood, reply.Message), Is.EqualTo((false, "The origin breaks off in the middle of its reply: the media cannot be read or packaged to its end.")));
    }

    private static OriginProbe ProbeOf(int port, TimeSpan patience) => new(
        Options.Create(new ControlPlaneOptions { OriginAddress = new Uri($"http://127.0.0.1:{port}") }), Options.Create(new EndpointsOptions()))
    { Patience = patience };

    private static async Task<string?> AskAsync(int port, bool wantsText)
    {
        using var probe = ProbeOf(port, TimeSpan.FromMilliseconds(300));
        var reply = await probe.AskAsync(new Uri("http://localhost/a.ism/manifest"), wantsText, default).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(reply.IsGood, Is.False);
        return reply.Message;
    }
}
