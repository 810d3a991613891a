using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Tests.Events;

/// <summary>Subscriptions in the shape of Microsoft.EventGrid, and the handshake that proves a webhook.</summary>
[TestFixture]
internal sealed class EventSubscriptionTests : EventFixture
{
    [Test]
    public async Task A_webhook_that_echoes_the_code_is_subscribed()
    {
        var reply = await SubscribeAsync();

        var asked = Webhook.Handshakes.Single();
        var question = asked.Json[0]!;
        var properties = reply.Json["properties"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)question["eventType"], Is.EqualTo("Microsoft.EventGrid.SubscriptionValidationEvent"));
            Assert.That((string?)question["topic"], Is.EqualTo((string?)properties["topic"]));
            Assert.That((string?)question["data"]!["validationUrl"], Does.StartWith(App.Address + "eventsubscriptions/"));
            Assert.That(asked.Path, Is.EqualTo("/hook?code=opensesame"));
            Assert.That(reply.Json["type"]!.GetValue<string>(), Is.EqualTo("Microsoft.EventGrid/eventSubscriptions"));
            Assert.That(reply.Json["id"]!.GetValue<string>(), Does.EndWith($"/contosomedia/{Path}"));
            Assert.That((string?)properties["provisioningState"], Is.EqualTo("Succeeded"));
            Assert.That((string?)properties["destination"]!["properties"]!["endpointBaseUrl"], Does.EndWith("/hook"));
            Assert.That((int)properties["retryPolicy"]!["maxDeliveryAttempts"]!, Is.EqualTo(30));
            Assert.That((int)properties["retryPolicy"]!["eventTimeToLiveInMinutes"]!, Is.EqualTo(1440));
            Assert.That(reply.Text, Does.Not.Contain("opensesame"));
        });
    }

    [Test]
    public async Task A_webhook_that_says_no_is_not_subscribed()
    {
        Webhook.Handshake = context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        };

        var reply = await Owner.PutAsync(Path, Body(Webhook.Url), Version);

        Assert.That((reply.Status, reply.ErrorCode), Is.EqualTo((HttpStatusCode.BadRequest, "Url validation")));
        Assert.That(reply.ErrorMessage, Does.Contain("status 403").And.Not.Contain("opensesame"));
        Assert.That((await Owner.GetAsync(Path, Version)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_change_that_its_webhook_refuses_is_taken_back()
    {
        await SubscribeAsync(""","labels":["first"]""");
        Webhook.Handshake = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        var reply = await Owner.PatchAsync(Path, """{"labels":["second"]}""", Version);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        var now = (await Owner.GetAsync(Path, Version)).Json["properties"]!;
        Assert.That(now["labels"]!.ToJsonString(), Is.EqualTo("""["first"]"""));
        Assert.That((string?)now["provisioningState"], Is.EqualTo("Succeeded"));
    }

    [Test]
    public async Task A_webhook_that_only_takes_the_question_waits_for_its_validation_URL()
    {
        Webhook.Handshake = _ => Task.CompletedTask;
        Assert.That((string?)(await SubscribeAsync()).Json["properties"]!["provisioningState"], Is.EqualTo("AwaitingManualAction"));
        await CancelAJobAsync();
        var url = (string)Webhook.Handshakes.Single().Json[0]!["data"]!["validationUrl"]!;
        using var anonymous = App.Anonymous();

        var forged = await anonymous.Http.GetAsync(url[..^36] + Guid.NewGuid());
        var opened = await anonymous.Http.GetAsync(url);
        var again = await anonymous.Http.GetAsync(url);

        Assert.That((forged.StatusCode, opened.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound)));
        Assert.That((string?)(await Owner.GetAsync(Path, Version)).Json["properties"]!["provisioningState"], Is.EqualTo("Succeeded"));
        Assert.That(Webhook.Deliveries, Is.Empty, "what happened before is not told");
    }

    [Test]
    public async Task The_validation_URL_may_be_opened_before_the_question_is_answered()
    {
        Webhook.Handshake = async _ =>
        {
            using var anonymous = App.Anonymous();
            var url = (string)Webhook.Handshakes.Single().Json[0]!["data"]!["validationUrl"]!;
            Assert.That((await anonymous.Http.GetAsync(url)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        };

        Assert.That((string?)(await SubscribeAsync()).Json["properties"]!["provisioningState"], Is.EqualTo("Succeeded"));
    }

    [TestCase("*", "Succeeded")]
    [TestCase("eventgrid.azure.net", "Succeeded")]
    [TestCase("elsewhere.example", "AwaitingManualAction")]
    public async Task A_CloudEvents_webhook_is_asked_by_OPTIONS(string allowed, string state)
    {
        Webhook.Handshake = context =>
        {
            context.Response.Headers["WebHook-Allowed-Origin"] = allowed;
            return Task.CompletedTask;
        };

        var reply = await SubscribeAsync(""","eventDeliverySchema":"CloudEventSchemaV1_0" """);

        var asked = Webhook.Handshakes.Single();
        Assert.That((asked.Method, asked.Headers["WebHook-Request-Origin"]), Is.EqualTo(("OPTIONS", "eventgrid.azure.net")));
        Assert.That(asked.Headers["WebHook-Request-Callback"], Does.Contain("/validate?"));
        Assert.That((string?)reply.Json["properties"]!["provisioningState"], Is.EqualTo(state));
    }

    [Test]
    public async Task Secrets_are_kept_and_never_shown()
    {
        const string Attributes = ""","deliveryAttributeMappings":[{"name":"x-secret","type":"Static","properties":{"value":"swordfish","isSecret":true}},{"name":"x-label","type":"Dynamic","properties":{"sourceField":"subject"}}]""";
        var made = await SubscribeAsync("", Attributes);
        Assert.That(Webhook.Handshakes.Single().Headers["x-secret"], Is.EqualTo("swordfish"));

        // What a client has read, it sends back; it has seen neither the URL nor the secret.
        var again = await Owner.PutAsync(Path, made.Text, Version);
        var attributes = await Owner.PostAsync(Path + "/getDeliveryAttributes", null, Version);
        var full = await Owner.PostAsync(Path + "/getFullUrl", null, Version);

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Created), again.Text);
        Assert.That(Webhook.Handshakes.Last().Headers["x-secret"], Is.EqualTo("swordfish"));
        Assert.That((string?)full.Json["endpointUrl"], Is.EqualTo(Webhook.Url));
        Assert.That(made.Text + again.Text + attributes.Text, Does.Not.Contain("swordfish").And.Contain("x-secret"));
        Assert.That(string.Join('\n', App.Log.All), Does.Not.Contain("swordfish").And.Not.Contain("opensesame"));
        var stored = string.Concat(Directory.GetFiles(App.Folder, "catalog.db*").Select(file =>
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));
        Assert.That(stored, Does.Contain(Name).And.Not.Contain("swordfish").And.Not.Contain("opensesame"));
    }

    [Test]
    public async Task Members_that_a_patch_leaves_out_keep_their_value()
    {
        await SubscribeAsync(""","filter":{"subjectBeginsWith":"transforms/t"},"retryPolicy":{"maxDeliveryAttempts":4}""");
        var reply = await Owner.PatchAsync(Path, """{"retryPolicy":{"maxDeliveryAttempts":5,"eventTimeToLiveInMinutes":10}}""", Version);
        var properties = reply.Json["properties"]!;
        Assert.That(properties["filter"]!["subjectBeginsWith"]!.GetValue<string>(), Is.EqualTo("transforms/t"));
        Assert.That(properties["retryPolicy"]!.ToJsonString(), Is.EqualTo("""{"maxDeliveryAttempts":5,"eventTimeToLiveInMinutes":10}"""));
    }

    [Test]
    public async Task All_mistakes_are_told_at_once()
    {
        var reply = await Owner.PutAsync(Path, Body(
            "ftp://example.org/x",
            ""","filter":{"includedEventTypes":["Microsoft.Storage.BlobCreated"],"advancedFilters":[{}]},"retryPolicy":{"maxDeliveryAttempts":31},"deadLetterDestination":{"endpointType":"StorageBlob","properties":{"resourceId":"/x/other","blobContainerName":"dead"}}""",
            ""","azureActiveDirectoryTenantId":"a tenant","deliveryAttributeMappings":[{"name":"Host","type":"Static","properties":{"value":"a\r\nb"}}]"""), Version);

        var targets = reply.Json["error"]!["details"]!.AsArray().Select(detail => (string)detail!["target"]!);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(targets, Is.EquivalentTo(new[]
        {
            "destination.properties.azureActiveDirectoryTenantId", "destination.properties.endpointUrl", "destination.properties.deliveryAttributeMappings[0].name", "destination.properties.deliveryAttributeMappings[0].properties",
            "filter.includedEventTypes", "filter.advancedFilters", "retryPolicy.maxDeliveryAttempts", "deadLetterDestination.properties.resourceId",
        }.Select(target => "properties." + target)));
        Assert.That(Webhook.Handshakes, Is.Empty);
    }

    [Test]
    public async Task Subscriptions_are_listed_and_deleted_and_readers_see_no_full_URL()
    {
        await SubscribeAsync();
        using var reader = await App.WithRoleAsync("Reader");
        var list = await reader.GetAsync("providers/Microsoft.EventGrid/eventSubscriptions", Version);
        Assert.That(list.Json["value"]!.AsArray().Select(one => (string)one!["name"]!), Does.Contain(Name));
        Assert.That((await reader.PostAsync(Path + "/getFullUrl", null, Version)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await reader.PutAsync(Path, "{}", Version)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Owner.DeleteAsync(Path, Version)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Owner.DeleteAsync(Path, Version)).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Private_networks_and_plain_http_are_refused_by_default()
    {
        await using var app = await ControlPlaneApp.StartWithAccountAsync();
        using var owner = app.Owner();
        var plain = await owner.PutAsync(Path, Body(Webhook.Url), Version);
        var inner = await owner.PutAsync(Path, Body($"https://127.0.0.1:{Webhook.Port}/"), Version);
        Assert.That((plain.Status, inner.Status), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
        Assert.That(inner.ErrorMessage, Does.Contain("AddressRefused"));
        Assert.That(Webhook.Handshakes, Is.Empty);
    }

    [Test]
    public async Task A_handshake_follows_no_redirect_and_ends_in_time()
    {
        Webhook.Handshake = context =>
        {
            context.Response.Redirect(Webhook.Url + "&again");
            return Task.CompletedTask;
        };
        Assert.That((await Owner.PutAsync(Path, Body(Webhook.Url), Version)).ErrorMessage, Does.Contain("status 302"));
        Assert.That(Webhook.Handshakes, Has.Count.EqualTo(1));
        Webhook.Handshake = context => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
        Assert.That((await Owner.PutAsync(Path, Body(Webhook.Url), Version)).ErrorMessage, Does.Contain("TimedOut"));
    }
}
