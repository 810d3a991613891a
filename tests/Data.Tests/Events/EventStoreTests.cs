using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Tests.Catalog;

namespace MediaPlatform.Data.Tests.Events;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class EventStoreTests(CatalogProvider provider) : StoreTests(provider)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private MediaAccount _account = null!;
    private EventSubscription _subscription = null!;

    private EventSubscriptionStore Subscriptions => Catalog.Get<EventSubscriptionStore>();

    private EventDeliveryStore Deliveries => Catalog.Get<EventDeliveryStore>();

    [SetUp]
    public async Task SubscribeAsync()
    {
        _account = await Catalog.AddAccountAsync();
        _subscription = new()
        {
            Id = Guid.NewGuid(),
            AccountId = _account.Id,
            Name = "Sub",
            Filter = new() { SubjectBeginsWith = "transforms/t" },
            Labels = ["a"],
            ValidationHash = Guid.NewGuid().ToString("N"),
            ValidationExpires = TimeProvider.System.GetUtcNow().AddMinutes(5),
        };
        Assert.That(await Subscriptions.SaveAsync(_subscription, Token), Is.EqualTo(SaveOutcome.Created));
    }

    [TearDown]
    public Task RemoveAsync() => Catalog.Get<AccountStore>().DeleteAsync(_account.Id, Token);

    [Test]
    public async Task A_subscription_comes_back_as_it_was()
    {
        var found = (await Subscriptions.FindAsync(_account.Id, "SUB", Token))!;
        Assert.That((found.Name, found.Filter.SubjectBeginsWith, found.Labels[0]), Is.EqualTo(("Sub", "transforms/t", "a")));
        Assert.That((await Subscriptions.ListAsync(new ListQuery<EventSubscription> { AccountId = _account.Id }, Token)).Items, Has.Count.EqualTo(1));
        Assert.That(await Subscriptions.CountAsync(_account.Id, Token), Is.EqualTo(1));
    }

    [Test]
    public async Task A_question_is_answered_once_and_an_opened_URL_outlasts_a_late_reply()
    {
        var hash = _subscription.ValidationHash!;
        Assert.That(await Subscriptions.ConfirmAsync(hash, Token), Is.True);
        Assert.That(await Subscriptions.ConfirmAsync(hash, Token), Is.False);
        await Subscriptions.SettleAsync(_subscription.Id, hash, EventSubscriptionState.AwaitingManualAction, Token);
        Assert.That((await Subscriptions.FindByIdAsync(_subscription.Id, Token))!.State, Is.EqualTo(EventSubscriptionState.Succeeded));
    }

    [Test]
    public async Task A_question_that_has_lapsed_is_not_answered()
    {
        _subscription.ValidationExpires = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await Subscriptions.SaveAsync(_subscription, Token);
        Assert.That(await Subscriptions.ConfirmAsync(_subscription.ValidationHash!, Token), Is.False);
    }

    [Test]
    public async Task Of_many_processes_one_gets_an_event()
    {
        await AddAsync(20);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Deliveries.ClaimAsync(_subscription.Id, 20, Lease, Token))));
        Assert.That(claimed.SelectMany(rows => rows).Select(row => row.Id).ToList(), Has.Count.EqualTo(20).And.Unique);
        Assert.That(await Deliveries.NextDueAsync([], Token), Is.Not.EqualTo(_subscription.Id));
    }

    [Test]
    public async Task Events_are_claimed_oldest_first_and_come_back_when_the_lease_lapses()
    {
        var added = await AddAsync(3);
        var claimed = await Deliveries.ClaimAsync(_subscription.Id, 2, TimeSpan.FromSeconds(-1), Token);
        Assert.That(claimed.Select(row => row.Id), Is.EqualTo(added.Take(2).Select(row => row.Id)));
        var again = await Deliveries.ClaimAsync(_subscription.Id, 2, Lease, Token);
        Assert.That(again.Select(row => row.Id), Is.EqualTo(claimed.Select(row => row.Id)));
        claimed[0].State = EventDeliveryState.Dropped;
        await Deliveries.RecordAsync(claimed[0], Token);
        Assert.That((await Deliveries.ListAsync(_subscription.Id, 10, null, Token)).Items.Select(row => row.State), Is.All.EqualTo(EventDeliveryState.Pending), "the lease had passed on");
    }

    [Test]
    public async Task What_became_of_an_event_is_kept_for_a_while()
    {
        await AddAsync(1);
        var row = (await Deliveries.ClaimAsync(_subscription.Id, 1, Lease, Token)).Single();
        (row.State, row.Attempts, row.EndTime, row.EndReason) = (EventDeliveryState.Dropped, 1, row.EventTime, "why");
        row.History = [new(row.EventTime, "Busy", 503, 12)];
        await Deliveries.RecordAsync(row, Token);

        var kept = (await Deliveries.ListAsync(_subscription.Id, 10, null, Token)).Items.Single();
        Assert.That((kept.State, kept.Attempts, kept.EndReason, kept.History.Single()), Is.EqualTo((EventDeliveryState.Dropped, 1, "why", new DeliveryAttempt(row.EventTime, "Busy", 503, 12))));
        await Deliveries.DeleteEndedBeforeAsync(row.EventTime, Token);
        Assert.That((await Deliveries.ListAsync(_subscription.Id, 10, null, Token)).Items, Has.Count.EqualTo(1));
        await Deliveries.DeleteEndedBeforeAsync(row.EventTime.AddTicks(1), Token);
        Assert.That((await Deliveries.ListAsync(_subscription.Id, 10, null, Token)).Items, Is.Empty);
    }

    [Test]
    public async Task The_history_is_paged_without_gap_where_times_are_equal()
    {
        var added = await AddAsync(5, sameTime: true);
        var found = new List<Guid>();
        DeliveryPosition? before = null;
        do
        {
            var page = await Deliveries.ListAsync(_subscription.Id, 2, before, Token);
            found.AddRange(page.Items.Select(row => row.Id));
            before = page.Next is { } next ? DeliveryPosition.Parse(next) : null;
        }
        while (before is not null);
        Assert.That(found, Is.Unique.And.EquivalentTo(added.Select(row => row.Id)));
        Assert.That(() => DeliveryPosition.Parse("nonsense"), Throws.InstanceOf<InvalidPageTokenException>());
    }

    [Test]
    public async Task A_deleted_subscription_takes_its_events_along()
    {
        await AddAsync(2);
        Assert.That(await Subscriptions.DeleteAsync(_account.Id, "sub", Token), Is.True);
        Assert.That((await Deliveries.ListAsync(_subscription.Id, 10, null, Token)).Items, Is.Empty);
        Assert.That(await Subscriptions.DeleteAsync(_account.Id, "sub", Token), Is.False);
    }

    [Test]
    public async Task A_subscription_that_somebody_is_busy_with_is_left_out()
    {
        await AddAsync(1);
        Assert.That(await Deliveries.NextDueAsync([], Token), Is.EqualTo(_subscription.Id));
        Assert.That(await Deliveries.NextDueAsync([_subscription.Id], Token), Is.Null);
        await Deliveries.DeleteOfAsync(_subscription.Id, Token);
        Assert.That(await Deliveries.NextDueAsync([], Token), Is.Null);
    }

    private async Task<List<EventDelivery>> AddAsync(int count, bool sameTime = false)
    {
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var rows = Enumerable.Range(0, count).Select(i => new EventDelivery
        {
            Id = Guid.NewGuid(),
            AccountId = _account.Id,
            SubscriptionId = _subscription.Id,
            EventType = "Microsoft.Media.JobFinished",
            EventTime = sameTime ? start : start.AddTicks(i),
            NextAttempt = start,
        }).ToList();
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        context.AddRange(rows);
        await context.SaveChangesAsync(Token);
        return rows;
    }
}
