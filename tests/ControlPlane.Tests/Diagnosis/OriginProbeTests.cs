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

    private static async Task<string?> AskAsync(int port, bool wantsText)
    {
        var options = new ControlPlaneOptions { OriginAddress = new Uri($"http://127.0.0.1:{port}") };
        using var probe = new OriginProbe(Options.Create(options), Options.Create(new EndpointsOptions())) { Patience = TimeSpan.FromMilliseconds(300) };
        var reply = await probe.AskAsync(new Uri("http://localhost/a.ism/manifest"), wantsText, default).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(reply.IsGood, Is.False);
        return reply.Message;
    }
}
