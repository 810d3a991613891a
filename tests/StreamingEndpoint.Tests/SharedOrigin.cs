namespace MediaPlatform.StreamingEndpoint.Tests;

/// <summary>One running endpoint with the two adopted AMS assets, for all tests that only read.</summary>
[SetUpFixture]
internal sealed class SharedOrigin
{
    public static OriginServer Server { get; private set; } = null!;

    /// <summary>Presentation of progressive MP4 files, six levels.</summary>
    public static string MultiBitrate { get; private set; } = "";

    /// <summary>Presentation of Smooth files.</summary>
    public static string Smooth { get; private set; } = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Server = await OriginServer.StartAsync();
        MultiBitrate = $"/{await Server.PublishAsync(Assets.MultiBitrate)}/BigBuckBunny_3400.ism";
        Smooth = $"/{await Server.PublishAsync(Assets.Smooth)}/BigBuckBunny.ism";
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await Server.DisposeAsync();
}
