using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;

namespace MediaPlatform.ControlPlane.Tests.Races;

/// <summary>Two and more writers of one resource at the same time: one wins, the others get a proper answer, nothing is torn.</summary>
[TestFixture(CatalogProvider.Sqlite)]
[TestFixture(CatalogProvider.Postgres)]
public sealed class RaceTests(CatalogProvider provider)
{
    private const int Rounds = 3;
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;

    public static IEnumerable<TestCaseData> Subjects => Named(RaceSubject.All);

    public static IEnumerable<TestCaseData> Patched => Named(RaceSubject.All.Where(subject => subject.CanPatch));

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await CatalogDatabase.StartAppAsync(provider);
        _owner = _app.Owner();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [TestCaseSource(nameof(Subjects))]
    public async Task Creators_of_one_name_make_one_resource(object subject)
    {
        var race = (RaceSubject)subject;
        for (var round = 0; round < Rounds; round++)
        {
            var path = await ArrangeAsync(race);

            var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Put(race, path, index % 2 == 0 ? "first" : "second")));

            AssertProper(replies, 200, 201, 409);
            var winners = replies.Where(reply => (int)reply.Status < 300).ToList();
            var stored = await Get(race, path);
            Assert.That(winners, Is.Not.Empty);
            Assert.That((int)stored.Status, Is.EqualTo(200), stored.ToString());
            Assert.That((string?)RaceSubject.Find(stored.Json, race.Told!), Is.EqualTo("first").Or.EqualTo("second"));
            if (race.Id is { } id)
            {
                Assert.That(winners.Select(reply => (string?)RaceSubject.Find(reply.Json, id)).Distinct(), Is.EqualTo(new[] { (string?)RaceSubject.Find(stored.Json, id) }), "one resource for all who were told of success");
            }

            if (!race.CanPatch && race.Id is not null)
            {
                var told = (string?)RaceSubject.Find(stored.Json, race.Told!);
                Assert.That(winners.Select(reply => (string?)RaceSubject.Find(reply.Json, race.Told!)).Distinct(), Is.EqualTo(new[] { told }), "what cannot be changed was not");
            }
        }
    }

    [TestCaseSource(nameof(Patched))]
    public async Task Writers_of_one_resource_each_win_or_are_told(object subject)
    {
        var race = (RaceSubject)subject;
        for (var round = 0; round < Rounds; round++)
        {
            var path = await ArrangeAsync(race);
            await SettledPutAsync(race, path);

            var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(index =>
                index % 2 == 0 ? Put(race, path, "put") : _owner.PatchAsync(path, race.Body("patched"), race.Version)));

            AssertProper(replies, 200, 201, 202, 409);
            var stored = await Get(race, path);
            Assert.That((string?)RaceSubject.Find(stored.Json, race.Told!), Is.AnyOf("start", "put", "patched"), stored.ToString());
            Assert.That(replies.Any(reply => (int)reply.Status < 300), "somebody wins");
        }
    }

    [TestCaseSource(nameof(Subjects))]
    public async Task A_resource_is_deleted_once_whoever_changes_it_meanwhile(object subject)
    {
        var race = (RaceSubject)subject;
        for (var round = 0; round < Rounds; round++)
        {
            var path = await ArrangeAsync(race);
            await SettledPutAsync(race, path);

            var patches = Enumerable.Range(0, race.CanPatch ? 3 : 0).Select(_ => _owner.PatchAsync(path, race.Body("patched"), race.Version)).ToList();
            var deletes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _owner.DeleteAsync(path, race.Version)));
            var patched = await Task.WhenAll(patches);

            AssertProper(patched, 200, 202, 404, 409);
            AssertProper(deletes, 200, 202, 204, 409);
            Assert.That(deletes.Count(reply => (int)reply.Status is 200 or 202), Is.EqualTo(1), string.Join(", ", deletes.Select(reply => (int)reply.Status)));
            await WaitUntilGoneAsync(race, path);
        }
    }

    private static IEnumerable<TestCaseData> Named(IEnumerable<RaceSubject> subjects) =>
        subjects.Select(subject => new TestCaseData(subject).SetArgDisplayNames(subject.Name));

    private async Task<string> ArrangeAsync(RaceSubject race)
    {
        var world = await ExampleWorld.CreateAsync(_app, _owner);
        if (race.Arrange is not null)
        {
            await race.Arrange(world);
        }

        return race.In(world);
    }

    private Task<ArmReply> Put(RaceSubject race, string path, string text) => _owner.PutAsync(path, race.Body(text), race.Version);

    private Task<ArmReply> Get(RaceSubject race, string path) => _owner.GetAsync(path, race.Version);

    // A new endpoint is busy for a moment; a job can be deleted only when it has ended.
    private async Task SettledPutAsync(RaceSubject race, string path)
    {
        var reply = await Put(race, path, "start");
        Assert.That((int)reply.Status, Is.LessThan(300), reply.ToString());
        if (race.Name == "Jobs")
        {
            await new ExampleWorld(_app, _owner, path.Split('/')[8]).SetJobAsync("worked", "race", JobState.Finished);
        }

        if (reply.Headers.TryGetValue("Azure-AsyncOperation", out var operation))
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while ((string)(await _owner.GetAsync(operation, "")).Json["status"]! == "InProgress")
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private async Task WaitUntilGoneAsync(RaceSubject race, string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((int)(await Get(race, path)).Status != 404)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private void AssertProper(IReadOnlyList<ArmReply> replies, params int[] legal) =>
        Assert.That(replies.Select(reply => (int)reply.Status).Distinct(), Is.SubsetOf(legal), string.Join('\n', replies.Where(reply => !legal.Contains((int)reply.Status)).Select(reply => reply.ToString()).Concat(_app.Log.All.Where(line => line.Contains("failed", StringComparison.Ordinal)))));
}
