namespace MediaPlatform.ServiceDefaults.Tests.Requests;

/// <summary>One request has the same ids in its reply and in every line of the log.</summary>
public sealed class RequestIdTests
{
    [Test]
    public async Task Ids_that_the_client_sends_come_back_and_stand_in_the_log()
    {
        await using var service = await RunningService.StartAsync();
        var correlation = Guid.NewGuid().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/work");
        request.Headers.Add("x-ms-client-request-id", "client 7".Replace(' ', '-'));
        request.Headers.Add("x-ms-correlation-request-id", correlation);
        using var reply = await service.Client.SendAsync(request);
        var line = service.Log.Single();
        Assert.Multiple(() =>
        {
            Assert.That(reply.Headers.GetValues("x-ms-client-request-id"), Is.EqualTo(new[] { "client-7" }));
            Assert.That(reply.Headers.GetValues("x-ms-correlation-request-id"), Is.EqualTo(new[] { correlation }));
            Assert.That(line["ClientRequestId"], Is.EqualTo("client-7"));
            Assert.That(line["CorrelationId"], Is.EqualTo(correlation));
            Assert.That(line["RequestId"], Is.EqualTo(reply.Headers.GetValues("x-ms-request-id").Single()));
        });
    }

    [TestCase("with space")]
    [TestCase("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task What_is_no_id_is_left_out(string sent)
    {
        await using var service = await RunningService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/work");
        request.Headers.Add("x-ms-client-request-id", sent);
        request.Headers.Add("x-ms-correlation-request-id", sent);
        using var reply = await service.Client.SendAsync(request);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Headers.Contains("x-ms-client-request-id"), Is.False);
            Assert.That(service.Log.Single()["ClientRequestId"], Is.Null);
            Assert.That(reply.Headers.GetValues("x-ms-correlation-request-id"), Is.EqualTo(reply.Headers.GetValues("x-ms-request-id")));
        });
    }
}
