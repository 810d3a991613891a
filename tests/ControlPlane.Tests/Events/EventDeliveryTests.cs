using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.Data.Events;

namespace MediaPlatform.ControlPlane.Tests.Events;

/// <summary>What reaches a webhook, and what becomes of what does not.</summary>
[TestFixture]
internal sealed class EventDeliveryTests : EventFixture
{
    private static readonly string[] s_told = ["Microsoft.Media.JobOutputStateChange", "Microsoft.Media.JobOutputCanceled", "Microsoft.Media.JobStateChange", "Microsoft.Media.JobCanceled"];

    [Test]
    public async Task Events_come_in_order_one_by_one_in_Event_Grids_envelope()
    {
        await SubscribeAsync("", ""","deliveryAttributeMappings":[{"name":"x-secret","type":"Static","properties":{"value":"swordfish","isSecret":true}},{"name":"x-state","type":"Dynamic","properties":{"sourceField":"data.state"}}]""");
        await CancelAJobAsync();
        var events = await Webhook.WaitForEventsAsync(4, Limit);

        var last = events[^1].AsObject();
        var call = Webhook.Deliveries.Last();
        Assert.Multiple(() =>
        {
            Assert.That(events.Select(one => (string?)one["eventType"]), Is.EqualTo(s_told));
            Assert.That(last.Select(pair => pair.Key), Is.EqualTo(new[] { "topic", "subject", "eventType", "eventTime", "id", "data", "dataVersion", "metadataVersion" }));
            Assert.That((string?)last["topic"], Does.EndWith("/providers/Microsoft.Media/mediaservices/contosomedia"));
            Assert.That((string?)last["subject"], Is.EqualTo($"transforms/t/jobs/{Name}"));
            Assert.That((string?)last["eventTime"], Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$"));
            Assert.That(last["data"]!.ToJsonString(), Is.EqualTo(
                """{"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out","error":null,"label":"BuiltInStandardEncoderPreset_0","progress":0,"state":"Canceled"}],"previousState":"Queued","state":"Canceled","correlationData":{"key":"value"}}"""));
            Assert.That(call.Headers["Content-Type"], Is.EqualTo("application/json; charset=utf-8"));
            Assert.That(call.Headers["aeg-event-type"], Is.EqualTo("Notification"));
            Assert.That(call.Headers["aeg-delivery-count"], Is.EqualTo("0"));
            Assert.That(call.Headers["x-secret"], Is.EqualTo("swordfish"));
            Assert.That(call.Headers["x-state"], Is.EqualTo("Canceled"));
            Assert.That(Webhook.Deliveries.All(one => one.Json.AsArray().Count == 1), Is.True);
        });
    }

    [TestCase(1, "application/cloudevents+json; charset=utf-8")]
    [TestCase(10, "application/cloudevents-batch+json; charset=utf-8")]
    public async Task CloudEvents_come_alone_or_as_a_batch(int most, string contentType)
    {
        await SubscribeAsync(""","eventDeliverySchema":"CloudEventSchemaV1_0" """, $$""","maxEventsPerBatch":{{most}}""");
        await CancelAJobAsync();
        var events = await Webhook.WaitForEventsAsync(4, Limit);

        Assert.Multiple(() =>
        {
            Assert.That(events.Select(one => (string?)one["type"]), Is.EqualTo(s_told));
            Assert.That(events[^1].AsObject().Select(pair => pair.Key), Is.EqualTo(new[] { "source", "subject", "type", "time", "id", "data", "specversion" }));
            Assert.That((string?)events[^1]["specversion"], Is.EqualTo("1.0"));
            Assert.That(Webhook.Deliveries.Select(call => call.Headers["Content-Type"]), Is.All.EqualTo(contentType));
            Assert.That(Webhook.Deliveries, Has.Count.EqualTo(most == 1 ? 4 : 1));
        });
    }

    [Test]
    public async Task Only_what_the_filter_wants_is_sent()
    {
        await SubscribeAsync($$""","filter":{"includedEventTypes":["Microsoft.Media.JobCanceled"],"subjectBeginsWith":"transforms/t/","subjectEndsWith":"/{{Name}}"}""");
        await CancelAJobAsync();
        var rows = await WaitForAsync(rows => rows.Count > 0 && rows.All(row => row.State == EventDeliveryState.Delivered));
        Assert.That(rows.Select(row => row.EventType), Is.EqualTo(new[] { "Microsoft.Media.JobCanceled" }));
    }

    [Test]
    public async Task A_delivery_that_fails_is_tried_again_and_its_history_tells()
    {
        Webhook.Delivery = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await SubscribeAsync(""","filter":{"includedEventTypes":["Microsoft.Media.JobCanceled"]}""");
        await CancelAJobAsync();
        var failed = (await WaitForAsync(rows => rows.Any(row => row.Attempts == 1 && row.Lease == null))).Single();
        Assert.That(failed.NextAttempt - failed.History[0].Time, Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(36)));
        Webhook.Delivery = null;
        await AgeAsync(failed.Id, TimeSpan.Zero);
        await WaitForAsync(rows => rows.All(row => row.State == EventDeliveryState.Delivered));

        var history = (await Owner.GetAsync(Path + "/deliveries", Version)).Json["value"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)history["state"], Is.EqualTo("Delivered"));
            Assert.That((int)history["deliveryAttempts"]!, Is.EqualTo(2));
            Assert.That(history["attempts"]!.AsArray().Select(one => ((string)one!["outcome"]!, (int)one["status"]!)), Is.EqualTo(new[] { ("Busy", 503), ("Delivered", 200) }));
            Assert.That(Webhook.Deliveries.Select(call => (string?)call.Json[0]!["id"]).Distinct().Count(), Is.EqualTo(1));
            Assert.That(Webhook.Deliveries.Last().Headers["aeg-delivery-count"], Is.EqualTo("1"));
        });
    }

    [Test]
    public async Task A_webhook_that_does_not_answer_and_one_that_redirects_have_failed()
    {
        Webhook.Delivery = context => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
        await SubscribeAsync(""","filter":{"includedEventTypes":["Microsoft.Media.JobCanceled"]}""");
        await CancelAJobAsync();
        var silent = (await WaitForAsync(rows => rows.Any(row => row.Attempts == 1))).Single();
        Webhook.Delivery = context =>
        {
            context.Response.Redirect(Webhook.Url);
            return Task.CompletedTask;
        };
        await AgeAsync(silent.Id, TimeSpan.Zero);
        var redirected = (await WaitForAsync(rows => rows.Any(row => row.Attempts == 2))).Single();

        Assert.That(redirected.History.Select(attempt => (attempt.Outcome, attempt.Status)), Is.EqualTo(new (string, int?)[] { ("TimedOut", null), ("GenericError", 302) }));
        Assert.That(Webhook.Deliveries, Has.Count.EqualTo(2));
    }

    [TestCase(400, "UndeliverableDueToHttpBadRequest", 1)]
    [TestCase(500, "MaxDeliveryAttemptsExceeded", 1)]
    [TestCase(0, "TimeToLiveExceeded", 1)]
    public async Task What_cannot_be_delivered_lies_in_the_dead_letter_container(int status, string reason, int attempts)
    {
        Webhook.Delivery = context =>
        {
            context.Response.StatusCode = status == 0 ? 500 : status;
            return Task.CompletedTask;
        };
        var limit = status == 500 ? 1 : 30;
        await SubscribeAsync($$$"""
            ,"filter":{"includedEventTypes":["Microsoft.Media.JobCanceled"]},"retryPolicy":{"maxDeliveryAttempts":{{{limit}}}},
            "deadLetterDestination":{"endpointType":"StorageBlob","properties":{"resourceId":"/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/contosostorage","blobContainerName":"dead-{{{Name}}}"}}
            """);
        await CancelAJobAsync();
        if (status == 0)
        {
            var failed = await WaitForAsync(rows => rows.Any(row => row.Attempts == 1 && row.Lease == null));
            await AgeAsync(failed.Single().Id, TimeSpan.FromHours(25));
        }

        var row = (await WaitForAsync(rows => rows.Any(row => row.State == EventDeliveryState.DeadLettered))).Single();

        Assert.That((row.State, row.EndReason, row.Attempts), Is.EqualTo((EventDeliveryState.DeadLettered, reason, attempts)));
        var file = Directory.EnumerateFiles(App.Folder, $"{row.Id}.json*", SearchOption.AllDirectories).First();
        Assert.That(file, Does.Contain($"/CONTOSOMEDIA/{Name.ToUpperInvariant()}/"));
        var letter = JsonNode.Parse(await File.ReadAllTextAsync(file))![0]!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)letter["eventType"], Is.EqualTo("Microsoft.Media.JobCanceled"));
            Assert.That((string?)letter["deadLetterReason"], Is.EqualTo(reason));
            Assert.That((int)letter["deliveryAttempts"]!, Is.EqualTo(attempts));
            Assert.That((string?)letter["lastDeliveryOutcome"], Is.EqualTo(status == 400 ? "BadRequest" : "GenericError"));
        });
    }

    [Test]
    public async Task Without_a_dead_letter_container_it_is_dropped()
    {
        Webhook.Delivery = context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        };
        await SubscribeAsync(""","filter":{"includedEventTypes":["Microsoft.Media.JobCanceled"]}""");
        await CancelAJobAsync();
        var row = (await WaitForAsync(rows => rows.Any(row => row.State == EventDeliveryState.Dropped))).Single();
        Assert.That(row.EndReason, Is.EqualTo("UndeliverableDueToHttpUnauthorized"));
    }

    [Test]
    public async Task A_slow_webhook_holds_off_nobody_else()
    {
        Webhook.Delivery = context => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
        await SubscribeAsync();
        await using var quick = await TestKit.WebhookServer.StartAsync();
        var other = $"providers/Microsoft.EventGrid/eventSubscriptions/{Name}-quick";
        Assert.That((await Owner.PutAsync(other, Body(quick.Url), Version)).Status, Is.EqualTo(HttpStatusCode.Created));
        await CancelAJobAsync();
        Assert.That(await quick.WaitForEventsAsync(4, Limit), Has.Count.EqualTo(4));
        Assert.That(Webhook.Deliveries, Has.Count.LessThan(4));
        await Owner.DeleteAsync(other, Version);
    }

    [Test]
    public async Task The_history_is_told_youngest_first_without_payloads()
    {
        await SubscribeAsync();
        await CancelAJobAsync();
        await WaitForAsync(rows => rows.Count == 4 && rows.All(row => row.State == EventDeliveryState.Delivered));
        var reply = await Owner.GetAsync(Path + "/deliveries", Version);
        Assert.That(reply.Json["value"]!.AsArray().Select(one => (string)one!["eventType"]!), Is.EqualTo(s_told.Reverse()));
        Assert.That(reply.Text, Does.Not.Contain("correlationData"));
        Assert.That((await Owner.GetAsync(Path + "/deliveries?$skiptoken=nonsense", Version)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }
}
