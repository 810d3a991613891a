using System.Text.Json.Nodes;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Tests.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Tests.Jobs;

/// <summary>Every change of a job is told once, with the payload that AMS documented, in the transaction of the change.</summary>
[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class JobEventTests(CatalogProvider provider) : StoreTests(provider)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private MediaAccount _account = null!;
    private Job _job = null!;
    private EventSubscription _subscription = null!;

    private JobClaimStore Claims => Catalog.Get<JobClaimStore>();

    [SetUp]
    public async Task AddJobAsync()
    {
        _account = await Catalog.AddAccountAsync();
        var transform = await Catalog.AddTransformAsync(_account, "Ladder");
        _job = new Job
        {
            Id = Guid.NewGuid(),
            AccountId = _account.Id,
            TransformId = transform.Id,
            Name = "Job1",
            Created = _account.Created,
            CorrelationData = new Dictionary<string, string> { ["testKey1"] = "testValue1" },
            Outputs = [new() { Index = 0, AssetName = "out0", Label = "Preset_0" }, new() { Index = 1, AssetName = "out1", Label = "Preset_1" }],
        };
        Assert.That(await Catalog.Get<JobStore>().SaveAsync(_job, Token), Is.EqualTo(SaveOutcome.Created));
        _subscription = await SubscribeAsync(new());
    }

    [Test]
    public async Task Trap_23_a_job_tells_of_each_step_its_outputs_first()
    {
        var job = await RunAsync();

        Assert.That((await EventsAsync()).Select(row => row.EventType["Microsoft.Media.".Length..]), Is.EqualTo(new[]
        {
            "JobOutputStateChange", "JobOutputScheduled", "JobOutputStateChange", "JobOutputScheduled", "JobStateChange", "JobScheduled",
            "JobOutputStateChange", "JobOutputProcessing", "JobStateChange", "JobProcessing",
            "JobOutputStateChange", "JobOutputFinished",
            "JobOutputStateChange", "JobOutputErrored", "JobStateChange", "JobFinished",
        }));
        Assert.That(job.State, Is.EqualTo(JobState.Finished));
    }

    [Test]
    public async Task The_payloads_are_those_that_AMS_documented()
    {
        await RunAsync();
        var events = await EventsAsync();

        AssertData(events, "JobProcessing", """{"previousState":"Scheduled","state":"Processing","correlationData":{"testKey1":"testValue1"}}""");
        AssertData(events, "JobOutputProcessing", """
            {"previousState":"Scheduled","output":{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out0","error":null,"label":"Preset_0","progress":0,"state":"Processing"},
            "jobCorrelationData":{"testKey1":"testValue1"}}
            """);
        AssertData(events, "JobFinished", """
            {"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out0","error":null,"label":"Preset_0","progress":100,"state":"Finished"},
            {"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out1","error":{"code":"ContentMalformed","message":"m","category":"Content","retry":"DoNotRetry","details":[]},"label":"Preset_1","progress":0,"state":"Error"}],
            "previousState":"Processing","state":"Finished","correlationData":{"testKey1":"testValue1"}}
            """);
        Assert.That(events[0].Topic, Is.EqualTo($"/subscriptions/{_account.SubscriptionId}/resourceGroups/Videos/providers/Microsoft.Media/mediaservices/{_account.Name}"));
        Assert.That(events.Select(row => row.Subject), Is.All.EqualTo("transforms/Ladder/jobs/Job1"));
        Assert.That(events.Select(row => row.EventTime), Is.Ordered.Ascending.And.Unique);
    }

    [Test]
    public async Task A_cancelled_job_tells_of_Canceling_and_Canceled()
    {
        var job = (await Claims.ClaimAsync(_job.Id, "w", Lease, Token))!;
        await SaveAsync(job, JobState.Processing, JobState.Processing, JobState.Scheduled);
        var read = (await Catalog.Get<JobStore>().FindByIdAsync(_job.Id, Token))!;
        (read.CancelRequested, read.State) = (true, JobState.Canceling);
        foreach (var output in read.Outputs) output.State = JobState.Canceling;
        Assert.That(await Catalog.Get<JobStore>().SaveStatesAsync(read, Token), Is.EqualTo(SaveOutcome.Updated));
        await SaveAsync(job, JobState.Processing, JobState.Finished, JobState.Scheduled); // the worker has not heard of it yet
        await SaveAsync(job, JobState.Canceled, JobState.Finished, JobState.Canceled);

        Assert.That((await EventsAsync()).Skip(6).Where(row => !row.EventType.EndsWith("StateChange", StringComparison.Ordinal)).Select(Summary), Is.EqualTo(new[]
        {
            "JobOutputCanceling 0 Processing", "JobOutputCanceling 1 Scheduled", "JobCanceling Processing",
            "JobOutputFinished 0 Canceling",
            "JobOutputCanceled 1 Canceling", "JobCanceled Canceling",
        }));
    }

    [Test]
    public async Task A_worker_that_lost_its_job_tells_nothing()
    {
        var job = (await Claims.ClaimAsync(_job.Id, "w", TimeSpan.FromSeconds(-1), Token))!;
        await Claims.ClaimAsync(_job.Id, "v", Lease, Token);
        job.State = JobState.Processing;
        Assert.That(await Claims.SaveStatesAsync(new JobLease(job.Id, "w", 1), job, Token), Is.False);
        await Claims.AnnounceProgressAsync(new JobLease(job.Id, "w", 1), 0, 50, Token);
        Assert.That(await EventsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_change_that_is_refused_tells_nothing()
    {
        var read = (await Catalog.Get<JobStore>().FindByIdAsync(_job.Id, Token))!;
        await Claims.ClaimAsync(_job.Id, "w", Lease, Token);
        read.State = JobState.Canceled;
        Assert.That(await Catalog.Get<JobStore>().SaveStatesAsync(read, Token), Is.EqualTo(SaveOutcome.Conflict));
        Assert.That(await EventsAsync(), Is.Empty);
    }

    [Test]
    public async Task Progress_is_told_with_its_label()
    {
        await Claims.ClaimAsync(_job.Id, "w", Lease, Token);
        await Claims.AnnounceProgressAsync(new JobLease(_job.Id, "w", 1), 1, 35, Token);
        AssertData(await EventsAsync(), "JobOutputProgress", """{"jobCorrelationData":{"testKey1":"testValue1"},"label":"Preset_1","progress":35}""");
    }

    [Test]
    public async Task Each_subscription_gets_what_it_asked_for()
    {
        var wanted = await SubscribeAsync(new() { IncludedEventTypes = ["microsoft.media.jobfinished"], SubjectBeginsWith = "TRANSFORMS/Ladder", SubjectEndsWith = "job1" });
        var strict = await SubscribeAsync(new() { SubjectEndsWith = "job1", IsSubjectCaseSensitive = true });
        var unproved = await SubscribeAsync(new(), EventSubscriptionState.AwaitingManualAction);
        await RunAsync();

        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        var rows = await context.EventDeliveries.Where(row => row.AccountId == _account.Id && row.SubscriptionId != _subscription.Id).ToListAsync(Token);
        Assert.That(rows.Select(row => (row.SubscriptionId, row.EventType)), Is.EqualTo(new[] { (wanted.Id, "Microsoft.Media.JobFinished") }));
        Assert.That(rows.Select(row => row.SubscriptionId), Has.None.AnyOf(strict.Id, unproved.Id));
        Assert.That((await EventsAsync()).Select(row => row.EventId), Does.Contain(rows[0].EventId), "one event, told twice");
    }

    [Test]
    public async Task An_account_takes_its_subscriptions_and_events_along()
    {
        await RunAsync();
        Assert.That(await Catalog.Get<AccountStore>().DeleteAsync(_account.Id, Token), Is.True);
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        Assert.That(await context.EventDeliveries.CountAsync(row => row.AccountId == _account.Id, Token), Is.Zero);
    }

    private async Task<Job> RunAsync()
    {
        var job = (await Claims.ClaimAsync(_job.Id, "w", Lease, Token))!;
        await SaveAsync(job, JobState.Scheduled, JobState.Scheduled, JobState.Scheduled);
        await SaveAsync(job, JobState.Processing, JobState.Processing, JobState.Scheduled);
        await SaveAsync(job, JobState.Processing, JobState.Finished, JobState.Scheduled);
        job.Outputs[1].ErrorJson = """{"code":"ContentMalformed","message":"m","category":"Content","retry":"DoNotRetry","details":[]}""";
        await SaveAsync(job, JobState.Finished, JobState.Finished, JobState.Error);
        return (await Catalog.Get<JobStore>().FindByIdAsync(_job.Id, Token))!;
    }

    private async Task SaveAsync(Job job, JobState state, JobState first, JobState second)
    {
        (job.State, job.Outputs[0].State, job.Outputs[1].State) = (state, first, second);
        Assert.That(await Claims.SaveStatesAsync(new JobLease(job.Id, "w", 1), job, Token), Is.True);
    }

    private async Task<EventSubscription> SubscribeAsync(EventFilter filter, EventSubscriptionState state = EventSubscriptionState.Succeeded)
    {
        var subscription = new EventSubscription { Id = Guid.NewGuid(), AccountId = _account.Id, Name = Guid.NewGuid().ToString(), State = state, Filter = filter };
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        context.Add(subscription);
        await context.SaveChangesAsync(Token);
        return subscription;
    }

    private async Task<List<EventDelivery>> EventsAsync()
    {
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        return await context.EventDeliveries.Where(row => row.SubscriptionId == _subscription.Id).OrderBy(row => row.EventTime).ToListAsync(Token);
    }

    private static string Summary(EventDelivery row)
    {
        var data = JsonNode.Parse(row.DataJson)!;
        var output = (string?)data["output"]?["label"];
        return string.Join(' ', new[] { row.EventType["Microsoft.Media.".Length..], output?[^1..], (string?)data["previousState"] }.OfType<string>());
    }

    private static void AssertData(List<EventDelivery> events, string type, string expected)
    {
        var data = events.First(row => row.EventType == "Microsoft.Media." + type).DataJson;
        Assert.That(data, Is.EqualTo(expected.ReplaceLineEndings("")));
    }
}
