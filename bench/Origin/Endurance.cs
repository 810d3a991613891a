using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MediaPlatform.Bench.Origin;

/// <summary>What many slow readers and many minutes do to the memory of the server.</summary>
internal static class Endurance
{
    private const int ReadBytes = 16 << 10;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Readers that take 32 kB a second each of one segment, all at once.</summary>
    public static async Task SlowReadersAsync(int readers, int seconds)
    {
        using var data = new BenchData();
        await data.BuildAsync();
        Console.WriteLine($"{"case",-22}{"readers",8}{"errors",8}{"MB read",9}{"idle MB",9}{"peak MB",9}{"grew",7}");
        foreach (var row in Case.All(data).Where(row => row.Name is "fMP4 1080p 6 s" or "TS 1080p 6 s" or "cenc 1080p 6 s" or "fMP4+AES 1080p 6 s"))
        {
            using var server = Comparison.Ours(data, "6");
            await server.ReadyAsync();
            using (var client = new HttpClient())
            {
                for (var i = 0; i < 50; i++)
                {
                    _ = await client.GetByteArrayAsync(server.Address + row.Path);
                }
            }

            var idle = server.MemoryMegabytes();
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            var reading = Enumerable.Range(0, readers).Select(_ => ReadSlowlyAsync(server.Port, row.Path, end.Token)).ToList();
            var peak = idle;
            while (!end.IsCancellationRequested)
            {
                await Task.Delay(1000);
                peak = Math.Max(peak, server.MemoryMegabytes());
            }

            var ends = await Task.WhenAll(reading);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Name,-22}{readers,8}{ends.Count(one => one < 0),8}{ends.Where(one => one > 0).Sum() / 1e6,9:F0}{idle,9:F0}{peak,9:F0}{peak - idle,7:F0}"));
        }
    }

    /// <summary>All cases in turns, again and again, with the memory after each turn.</summary>
    public static async Task SoakAsync(int minutes)
    {
        using var data = new BenchData();
        await data.BuildAsync();
        using var server = Comparison.Ours(data, "6");
        await server.ReadyAsync();
        var until = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
        var turn = 0;
        while (TimeProvider.System.GetUtcNow() < until)
        {
            foreach (var row in Case.All(data).Where(row => !row.IsShortFragments))
            {
                await LoadRun.RunAsync(server, row.Path, 3, 1);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn {++turn}: {server.MemoryMegabytes():F0} MB"));
        }
    }

    /// <summary>Bytes read until the end of the run; -1 when the server broke off or answered with an error.</summary>
    private static async Task<long> ReadSlowlyAsync(int port, string path, CancellationToken cancellationToken)
    {
        var count = 0L;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2 * ReadBytes };
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"), cancellationToken);
            var buffer = new byte[ReadBytes];
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer, cancellationToken);
                if (read == 0 || (count == 0 && !buffer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8)))
                {
                    return -1;
                }

                count += read;
                await Task.Delay(s_pause, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            return count;
        }
        catch (SocketException)
        {
            return -1;
        }
    }
}
