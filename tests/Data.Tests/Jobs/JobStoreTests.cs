using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Tests.Catalog;
using MediaPlatform.Data.Transforms;

namespace MediaPlatform.Data.Tests.Jobs;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class JobStoreTests(CatalogProvider provider) : StoreTests(provider)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private JobStore Jobs => Catalog.Get<JobStore>();

    private JobClaimStore Claims => Catalog.Get<JobClaimStore>();

    [Test]
    public async Task A_job_comes_back_with_its_outputs_in_order()
    {
        var job = await AddJobAsync("ordered");
        var found = await Jobs.FindAsync(job.TransformId, "ORDERED", Token);
        Assert.That(found!.Outputs.Select(output => output.AssetName), Is.EqualTo(new[] { "out0", "out1", "out2" }));
        Assert.That(found.CorrelationData["k"], Is.EqualTo("v"));
    }

    [Test]
    public async Task A_job_of_a_deleted_transform_cannot_be_made()
    {
        var account = await Catalog.AddAccountAsync();
        var job = new Job { Id = Guid.NewGuid(), AccountId = account.Id, TransformId = Guid.NewGuid(), Name = "j" };
        Assert.That(await Jobs.SaveAsync(job, Token), Is.EqualTo(SaveOutcome.ParentMissing));
    }

    [Test]
    public async Task Deleting_a_transform_takes_its_jobs_along()
    {
        var job = await AddJobAsync("child");
        var transform = (await Catalog.Get<TransformStore>().FindByIdAsync(job.TransformId, Token))!;
        await Catalog.Get<TransformStore>().DeleteAsync(transform.AccountId, transform.Name, TestCatalog.Deletion, Token);
        Assert.That(await Jobs.FindByIdAsync(job.Id, Token), Is.Null);
    }

    [Test]
    public async Task Of_many_workers_one_gets_the_job()
    {
        var job = await AddJobAsync("claimed");
        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Claims.ClaimAsync(job.Id, $"w{i}", Lease, Token))));
        var winner = claimed.Single(found => found is not null)!;
        Assert.That(winner.Attempt, Is.EqualTo(1));
        Assert.That(winner.Outputs, Has.Count.EqualTo(3));
        Assert.That(await Claims.ListUnclaimedAsync(100, Token), Does.Not.Contain(job.Id));
    }

    [Test]
    public async Task A_lapsed_claim_passes_to_another_worker_and_the_first_one_hears_of_it()
    {
        var job = await AddJobAsync("lapsed");
        await Claims.ClaimAsync(job.Id, "slow", TimeSpan.FromSeconds(-1), Token);
        Assert.That(await Claims.ListUnclaimedAsync(1000, Token), Does.Contain(job.Id));
        Assert.That((await Claims.ClaimAsync(job.Id, "quick", Lease, Token))!.Attempt, Is.EqualTo(2));
        Assert.That(await Claims.RenewAsync(new JobLease(job.Id, "slow", 1), Lease, Token), Is.EqualTo(new JobClaim(Held: false, CancelRequested: false)));
    }

    [Test]
    public async Task A_worker_hears_of_a_cancel_when_it_renews_its_claim()
    {
        var job = await AddJobAsync("cancelled");
        await Claims.ClaimAsync(job.Id, "w", Lease, Token);
        var read = (await Jobs.FindByIdAsync(job.Id, Token))!;
        read.CancelRequested = true;
        Assert.That(await Jobs.SaveAsync(read, Token), Is.EqualTo(SaveOutcome.Updated));
        Assert.That(await Claims.RenewAsync(new JobLease(job.Id, "w", 1), Lease, Token), Is.EqualTo(new JobClaim(Held: true, CancelRequested: true)));
    }

    [Test]
    public async Task A_released_job_is_free_and_a_finished_one_is_not()
    {
        var job = await AddJobAsync("released");
        await Claims.ClaimAsync(job.Id, "w", Lease, Token);
        await Claims.ReleaseAsync(new JobLease(job.Id, "w", 1), Token);
        var again = (await Claims.ClaimAsync(job.Id, "v", Lease, Token))!;
        Assert.That(again.Attempt, Is.EqualTo(1));
        Finish(again);
        Assert.That(await Claims.SaveStatesAsync(new JobLease(job.Id, "v", 1), again, Token), Is.True);
        Assert.That(await Claims.ClaimAsync(job.Id, "v", Lease, Token), Is.Null);
        var found = (await Jobs.FindByIdAsync(job.Id, Token))!;
        Assert.That(found.ClaimedBy, Is.Null);
        Assert.That(found.Outputs.Select(output => (output.State, output.Progress)), Is.All.EqualTo((JobState.Finished, 100)));
    }

    [Test]
    public async Task A_worker_that_lost_its_job_writes_nothing()
    {
        var job = await AddJobAsync("overtaken");
        var first = (await Claims.ClaimAsync(job.Id, "w", Lease, Token))!;
        await Claims.ClaimAsync(job.Id, "w", Lease, Token);
        Finish(first);
        Assert.That(await Claims.SaveStatesAsync(new JobLease(job.Id, "w", first.Attempt), first, Token), Is.False);
        Assert.That((await Jobs.FindByIdAsync(job.Id, Token))!.State, Is.EqualTo(JobState.Queued));
    }

    [Test]
    public async Task A_cancel_that_came_meanwhile_stays_visible_until_the_job_ends()
    {
        var job = await AddJobAsync("canceling");
        var claimed = (await Claims.ClaimAsync(job.Id, "w", Lease, Token))!;
        var read = (await Jobs.FindByIdAsync(job.Id, Token))!;
        read.CancelRequested = true;
        read.State = JobState.Canceling;
        await Jobs.SaveAsync(read, Token);
        claimed.State = JobState.Processing;
        Assert.That(await Claims.SaveStatesAsync(new JobLease(job.Id, "w", 1), claimed, Token), Is.True);
        Assert.That((await Jobs.FindByIdAsync(job.Id, Token))!.State, Is.EqualTo(JobState.Canceling));
    }

    [Test]
    public async Task Jobs_of_high_priority_are_taken_first()
    {
        var job = await AddJobAsync("plain");
        var urgent = await AddJobAsync("urgent");
        urgent.Priority = Priority.High;
        await Jobs.SaveAsync(urgent, Token);
        var waiting = (await Claims.ListUnclaimedAsync(1000, Token)).ToList();
        Assert.That(waiting.IndexOf(urgent.Id), Is.LessThan(waiting.IndexOf(job.Id)));
    }

    [Test]
    public async Task Progress_rises_only_and_does_not_disturb_writers_of_the_job()
    {
        var job = await AddJobAsync("progress");
        var read = (await Jobs.FindByIdAsync(job.Id, Token))!;
        await Claims.SetProgressAsync(job.Id, 1, 40, Token);
        await Claims.SetProgressAsync(job.Id, 1, 30, Token);
        read.Description = "patched";
        Assert.That(await Jobs.SaveAsync(read, Token), Is.EqualTo(SaveOutcome.Updated));
        Assert.That((await Jobs.FindByIdAsync(job.Id, Token))!.Outputs.Select(output => output.Progress), Is.EqualTo(new[] { 0, 40, 0 }));
    }

    [Test]
    public async Task Jobs_are_filtered_by_state()
    {
        var job = await AddJobAsync("states");
        var query = new ListQuery<Job> { AccountId = job.AccountId, ParentId = job.TransformId };
        Assert.That((await Jobs.ListAsync(query with { Filter = row => row.State == JobState.Queued }, Token)).Items, Has.Count.EqualTo(1));
        Assert.That((await Jobs.ListAsync(query with { Filter = row => row.State != JobState.Queued }, Token)).Items, Is.Empty);
        Assert.That((await Jobs.ListAsync(query, Token)).Items[0].Outputs, Has.Count.EqualTo(3));
    }

    private static void Finish(Job job)
    {
        job.State = JobState.Finished;
        job.EndTime = job.Created;
        foreach (var output in job.Outputs) output.State = JobState.Finished;
    }

    private async Task<Job> AddJobAsync(string name)
    {
        var account = await Catalog.AddAccountAsync();
        var transform = await Catalog.AddTransformAsync(account, "t");
        var job = new Job
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            TransformId = transform.Id,
            Name = name,
            Created = account.Created,
            CorrelationData = new Dictionary<string, string> { ["k"] = "v" },
            Outputs = [.. Enumerable.Range(0, 3).Select(i => new JobOutput { Index = i, AssetName = $"out{i}", Label = $"l{i}" })],
        };
        Assert.That(await Jobs.SaveAsync(job, Token), Is.EqualTo(SaveOutcome.Created));
        return job;
    }
}
