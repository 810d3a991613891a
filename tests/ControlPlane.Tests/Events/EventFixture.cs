using System.Net;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Events;
using MediaPlatform.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Events;

/// <summary>A control plane that may call loopback webhooks, one webhook, and a transform whose jobs nobody runs.</summary>
internal abstract class EventFixture
{
    protected const string Version = "2022-06-15";
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private int _count;

    protected ControlPlaneApp App { get; private set; } = null!;

    protected ArmClient Owner { get; private set; } = null!;

    protected WebhookServer Webhook { get; private set; } = null!;

    protected string Name { get; private set; } = "";

    protected string Path => $"providers/Microsoft.EventGrid/eventSubscriptions/{Name}";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        App = await ControlPlaneApp.StartWithAccountAsync(
            ("Events:AllowedNetworks:0", "127.0.0.0/8"), ("Events:AllowPlainHttp", "true"), ("Events:PollInterval", "00:00:00.05"), ("Events:RequestTimeout", "00:00:02"));
        Owner = App.Owner();
        await Owner.PutAsync("assets/in", "{}");
        await Owner.PutAsync("assets/out", "{}");
        await Owner.PutAsync(
            "transforms/t", """{"properties":{"outputs":[{"preset":{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"AACGoodQualityAudio"}}]}}""", "2022-07-01");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Owner.Dispose();
        await App.DisposeAsync();
    }

    [SetUp]
    public async Task StartWebhookAsync()
    {
        Webhook = await WebhookServer.StartAsync();
        Name = $"sub-{++_count}";
    }

    [TearDown]
    public async Task StopWebhookAsync()
    {
        await Owner.DeleteAsync(Path, Version);
        await Webhook.DisposeAsync();
    }

    protected static string Body(string url, string more = "", string destination = "") =>
        $$$"""{"properties":{"destination":{"endpointType":"WebHook","properties":{"endpointUrl":"{{{url}}}"{{{destination}}}}}{{{more}}}}}""";

    protected async Task<ArmReply> SubscribeAsync(string more = "", string destination = "")
    {
        var reply = await Owner.PutAsync(Path, Body(Webhook.Url, more, destination), Version);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
        return reply;
    }

    /// <summary>Makes a job and cancels it: four events.</summary>
    protected async Task CancelAJobAsync()
    {
        var job = $"transforms/t/jobs/{Name}";
        var made = await Owner.PutAsync(job, """
            {"properties":{"correlationData":{"key":"value"},"input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"in"},
            "outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"}]}}
            """, "2022-07-01");
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Text);
        Assert.That((await Owner.PostAsync(job + "/cancelJob", null, "2022-07-01")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>Waits until the deliveries of the subscription are as wished.</summary>
    protected async Task<List<EventDelivery>> WaitForAsync(Func<List<EventDelivery>, bool> condition)
    {
        var subscription = (await App.Services.GetRequiredService<EventSubscriptionStore>().FindAsync(App.AccountId, Name, CancellationToken.None))!;
        using var end = new CancellationTokenSource(Limit);
        while (true)
        {
            await using var context = App.Services.GetRequiredService<CatalogContextFactory>().Create();
            var rows = await context.EventDeliveries.Where(row => row.SubscriptionId == subscription.Id).OrderBy(row => row.EventTime).ToListAsync(CancellationToken.None);
            if (condition(rows) || end.IsCancellationRequested)
            {
                return rows;
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Lets time pass for one delivery.</summary>
    protected async Task AgeAsync(Guid deliveryId, TimeSpan age)
    {
        await using var context = App.Services.GetRequiredService<CatalogContextFactory>().Create();
        var now = TimeProvider.System.GetUtcNow();
        await context.EventDeliveries.Where(row => row.Id == deliveryId)
            .ExecuteUpdateAsync(row => row.SetProperty(saved => saved.NextAttempt, now).SetProperty(saved => saved.EventTime, now - age));
    }
}
