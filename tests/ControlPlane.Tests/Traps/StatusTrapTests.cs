using System.Net;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Traps;

/// <summary>Traps of control-plane.md section 13 about statuses, versions, addresses and long-running operations.</summary>
[TestFixture]
public sealed class StatusTrapTests : TrapFixture
{
    [Test]
    public async Task Trap_1_each_operation_answers_with_the_one_status_that_clients_accept()
    {
        var job = await JobAsync("j");
        var locator = await Put("streamingLocators/l", """{"properties":{"assetName":"in","streamingPolicyName":"Predefined_ClearStreamingOnly"}}""");
        var keys = await Put("contentKeyPolicies/k", ExampleWorld.Body("examples/metadata/content-key-policies-create-multiple-options.json").ToJsonString());
        var policy = await Put("streamingPolicies/p", """{"properties":{"noEncryption":{"enabledProtocols":{"download":true,"dash":true,"hls":true,"smoothStreaming":true}}}}""");
        var account = await Owner.PatchAsync(World.Path, """{"tags":{"a":"b"}}""", "2021-11-01");
        await World.TracksAsync("in");
        var touched = await Post("assets/in/tracks/text1/updateTrackData");
        var track = await Patch("assets/in/tracks/text1", """{"properties":{"track":{"@odata.type":"#Microsoft.Media.TextTrack","displayName":"changed"}}}""");
        var deleted = await Delete("assets/in/tracks/text1");
        var again = await Delete("assets/in/tracks/text1");

        Assert.That(
            new[] { job, locator, keys, policy, account, touched, track, deleted, again }.Select(reply => (int)reply.Status),
            Is.EqualTo(new[] { 201, 201, 200, 201, 202, 202, 202, 202, 204 }));
    }

    [TestCase("2018-07-01", 202)]
    [TestCase("2020-05-01", 201)]
    [TestCase("2022-11-01", 201)]
    public async Task Trap_2_the_status_of_a_new_endpoint_follows_the_api_version(string version, int status) =>
        Assert.That((int)(await Put("streamingEndpoints/e", """{"location":"West US","properties":{"scaleUnits":0}}""", version)).Status, Is.EqualTo(status));

    [Test]
    public async Task Trap_3_one_client_mixes_api_versions_by_area()
    {
        var replies = new[]
        {
            await Owner.GetAsync(World.Path, "2021-11-01"), await Get("assets", "2022-08-01"), await Get("transforms", "2022-07-01"), await Get("streamingEndpoints", "2022-11-01"),
        };
        var wrong = await Get("transforms", "2022-11-01");

        Assert.Multiple(() =>
        {
            Assert.That(replies.Select(reply => reply.Status), Has.All.EqualTo(HttpStatusCode.OK));
            Assert.That(wrong.ErrorCode, Is.EqualTo("InvalidApiVersionParameter"));
        });
    }

    [Test]
    public async Task Trap_4_every_address_is_absolute_and_under_the_host_that_the_client_used()
    {
        var started = await Post("streamingEndpoints/default/start", null, "2022-11-01");

        Assert.Multiple(() =>
        {
            Assert.That(started.Headers["Location"], Does.StartWith(App.Address.GetLeftPart(UriPartial.Authority) + "/subscriptions/"));
            Assert.That(started.Headers["Azure-AsyncOperation"], Does.StartWith(App.Address.GetLeftPart(UriPartial.Authority) + "/subscriptions/"));
        });
    }

    [Test]
    public async Task Trap_5_paths_names_and_query_keys_match_in_any_case()
    {
        await Put("assets/Mixed", "{}");

        var reply = await Owner.GetAsync($"{World.Path.ToUpperInvariant()}/ASSETS/mIXED?API-VERSION=2023-01-01", "");

        Assert.That((string)reply.Json["name"]!, Is.EqualTo("Mixed"));
    }

    [Test]
    public async Task Trap_6_a_get_ignores_query_keys_that_it_does_not_know() =>
        Assert.That((await Get("streamingEndpoints/default?autoStart=true", "2022-11-01")).Status, Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task Trap_7_and_8_the_location_serves_the_finished_resource_and_says_succeeded()
    {
        var started = await Post("streamingEndpoints/default/start", null, "2022-11-01");
        var reply = await Owner.GetAsync(started.Headers["Location"]);
        for (var attempt = 0; attempt < 200 && reply.Status == HttpStatusCode.Accepted; attempt++)
        {
            await Task.Delay(10);
            reply = await Owner.GetAsync(started.Headers["Location"]);
        }

        Assert.Multiple(() =>
        {
            Assert.That((string)reply.Json["properties"]!["resourceState"]!, Is.EqualTo("Running"));
            Assert.That((string)reply.Json["properties"]!["provisioningState"]!, Is.EqualTo("Succeeded"));
        });
    }

    [Test]
    public async Task Trap_14_empty_replies_carry_nothing_at_all()
    {
        await JobAsync("j");
        var replies = new[] { await Post("transforms/t/jobs/j/cancelJob", null, "2022-07-01"), await Delete("assets/in"), await Post("streamingEndpoints/default/start", null, "2022-11-01") };

        Assert.That(replies.Select(reply => reply.Text), Has.All.Empty);
    }

    [Test]
    public async Task Trap_20_an_asset_without_manifest_has_a_conflict_for_tracks()
    {
        await Put("assets/bare", "{}");

        var reply = await Get("assets/bare/tracks");

        Assert.That((reply.Status, reply.ErrorCode), Is.EqualTo((HttpStatusCode.Conflict, "Conflict")));
    }

    [TestCase("assets/nothing", "NotFound")]
    [TestCase("streamingEndpoints/nothing", "ResourceNotFound")]
    [TestCase("nonsense/nothing", "InvalidResourceType")]
    public async Task Trap_21_what_is_missing_is_told_in_json_with_a_code(string path, string code)
    {
        var reply = await Get(path, path.StartsWith("streaming", StringComparison.Ordinal) ? "2022-11-01" : "2023-01-01");

        Assert.That((reply.Status, reply.ErrorCode), Is.EqualTo((HttpStatusCode.NotFound, code)));
    }

    [Test]
    public async Task Trap_22_a_failed_operation_is_a_success_that_says_failed()
    {
        var account = await App.Services.GetRequiredService<AccountStore>().FindByNameAsync(World.Account, CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        var operation = new AsyncOperation
        {
            Id = Guid.NewGuid(),
            AccountId = account!.Id,
            Kind = "StreamingEndpoints_Start",
            ResourceName = "default",
            Status = AsyncOperationStatus.Failed,
            ErrorJson = """{"code":"InternalError","message":"The server encountered an unexpected error."}""",
            StartTime = now,
            EndTime = now,
            ExpiresAt = now.AddHours(1),
        };
        await App.Services.GetRequiredService<AsyncOperationStore>().CreateAsync(operation, CancellationToken.None);

        var reply = await Get($"streamingEndpointOperations/{operation.Id}", "2022-11-01");

        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((string)reply.Json["status"]!, Is.EqualTo("Failed"));
            Assert.That((string)reply.Json["error"]!["code"]!, Is.EqualTo("InternalError"));
        });
    }
}
