using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using MediaPlatform.Bench.Origin;

namespace MediaPlatform.Bench.Api;

/// <summary>A request that a run sends; the number counts up and makes each one different.</summary>
internal delegate HttpRequestMessage RequestMaker(int number);

/// <summary>What a run gave.</summary>
/// <param name="Errors">Replies that were no success.</param>
internal sealed record LoadRun(int Requests, double P50, double P99, int Errors, double CpuSeconds)
{
    public double PerCpuSecond => Requests / CpuSeconds;
}

/// <summary>
/// Sends requests at fixed times, whether or not earlier ones are answered; latency counts from the time at which a request was due, so that a
/// server that stalls cannot hide it.
/// </summary>
internal sealed class OpenLoop(ServerProcess server, string? token) : IDisposable
{
    private readonly HttpClient _http = Client(server, token);

    public async Task<LoadRun> RunAsync(RequestMaker make, int perSecond, int seconds)
    {
        var latencies = new double[perSecond * seconds];
        var errors = 0;
        var cpu = server.CpuSeconds();
        var clock = Stopwatch.StartNew();
        var sent = new List<Task>(latencies.Length);
        for (var number = 0; number < latencies.Length; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond);
            if (due - clock.Elapsed is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            sent.Add(SendAsync(number, due));
        }

        await Task.WhenAll(sent);
        cpu = server.CpuSeconds() - cpu;
        Array.Sort(latencies);
        return new(latencies.Length, latencies[latencies.Length / 2], latencies[latencies.Length * 99 / 100], errors, cpu);

        async Task SendAsync(int number, TimeSpan due)
        {
            using var request = make(number);
            using var reply = await _http.SendAsync(request);
            await reply.Content.ReadAsByteArrayAsync();
            latencies[number] = (clock.Elapsed - due).TotalMilliseconds;
            if (!reply.IsSuccessStatusCode && Interlocked.Increment(ref errors) == 1)
            {
                Console.Error.WriteLine($"{request.Method} {request.RequestUri}: {(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}");
            }
        }
    }

    /// <summary>Four clients that each wait for their reply: what a second of the server's processor time buys when it has work.</summary>
    public async Task<double> RequestsPerCpuSecondAsync(RequestMaker make, int seconds)
    {
        var number = 0;
        var cpu = server.CpuSeconds();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(LoopAsync)));
        return number / (server.CpuSeconds() - cpu);

        async Task LoopAsync()
        {
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                using var request = make(Interlocked.Increment(ref number));
                using var reply = await _http.SendAsync(request);
                await reply.Content.ReadAsByteArrayAsync();
                reply.EnsureSuccessStatusCode();
            }
        }
    }

    public async Task<long> LengthAsync(RequestMaker make)
    {
        using var request = make(0);
        using var reply = await _http.SendAsync(request);
        reply.EnsureSuccessStatusCode();
        return (await reply.Content.ReadAsByteArrayAsync()).Length;
    }

    public void Dispose() => _http.Dispose();

    public static RequestMaker Get(Func<int, string> path) => number => new(HttpMethod.Get, path(number));

    public static RequestMaker Put(Func<int, string> path, string body) =>
        number => new(HttpMethod.Put, path(number)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static HttpClient Client(ServerProcess server, string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(server.Address) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
