using System.Diagnostics;
using System.Net.Sockets;
using MediaPlatform.StreamingEndpoint.Connections;
using MediaPlatform.StreamingEndpoint.Sharing;
using MediaPlatform.StreamingEndpoint.Tests.Protection;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>Many clients at once that break off, wait, send too much and never read, while files change: those who behave get every byte, and nothing stays behind.</summary>
[Platform("Linux")]
public sealed class StormTests
{
    private const int Clients = 24;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    // Longer by hand: STORM_SECONDS=300.
    private static readonly TimeSpan s_length =
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("STORM_SECONDS"), out var seconds) ? seconds : 5);

    private readonly CancellationTokenSource _hopeless = new(s_length + s_limit);
    private ProtectedOrigin _origin = null!;
    private List<Wanted> _wanted = [];
    private string _changing = "";
    private List<byte[]> _versions = [];
    private int _replies;

    [OneTimeTearDown]
    public void Dispose() => _hopeless.Dispose();

    [Test]
    public async Task Well_behaved_clients_get_every_byte_and_nothing_stays_behind([Values(1, 2)] int seed)
    {
        _origin = await ProtectedOrigin.StartAsync();
        var server = _origin.Server;
        await PublishAsync();
        var watch = Stopwatch.StartNew();
        var length = s_length / 2;
        var storm = Enumerable.Range(0, Clients).Select(number => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + number);
            while (watch.Elapsed < length)
            {
                await ActAsync(random);
            }
        })).Append(Task.Run(() => ChangeAsync(watch, length))).ToList();
        await Task.WhenAll(storm).WaitAsync(_hopeless.Token);
        TestContext.Progress.WriteLine($"storm {seed}: {_replies} replies compared");

        Assert.That(_replies, Is.GreaterThan(100));
        server.Client.Dispose();
        await server.UntilAsync(() => Task.FromResult(server.Get<EventLoops>().Watched == 0));
        Assert.That(server.Get<SegmentRuns>().Bytes, Is.Zero);

        // The end comes in the middle of it.
        var last = Enumerable.Range(0, Clients).Select(number => Task.Run(() => UntilRefusedAsync(new Random((seed * 2000) + number)))).ToList();
        await Task.Delay(300);
        await server.DisposeAsync().AsTask().WaitAsync(s_limit);
        await Task.WhenAll(last).WaitAsync(s_limit);
        Assert.That(server.Get<EventLoops>, Throws.InstanceOf<ObjectDisposedException>());
    }

    private async Task PublishAsync()
    {
        var envelope = await _origin.PublishAsync("Predefined_ClearKey", "EnvelopeEncryption", ("clearKeyDefault", []));
        var cenc = await _origin.PublishAsync("Predefined_MultiDrmCencStreaming", "CommonEncryptionCenc", ("cencKeyDefault", []));
        var cbcs = await _origin.PublishAsync("Predefined_MultiDrmStreaming", "CommonEncryptionCbcs", ("cbcsKeyDefault", []));
        string[] manifests =
        [
            $"{_origin.Clear}/manifest", $"{_origin.Clear}/manifest(format=mpd-time-cmaf)", $"{_origin.Clear}/manifest(format=m3u8-aapl)", $"{_origin.Clear}/manifest(format=m3u8-aapl-v3)",
            $"{envelope.Path}/manifest(format=m3u8-aapl,encryption=cbc)", $"{envelope.Path}/manifest(format=m3u8-cmaf,encryption=cbc)",
            $"{cenc.Path}/manifest(format=mpd-time-cmaf,encryption=cenc)", $"{cenc.Path}/manifest(encryption=cenc)", $"{cbcs.Path}/manifest(format=m3u8-cmaf,encryption=cbcs-aapl)",
        ];
        var client = _origin.Server.Client;
        _wanted = [];
        foreach (var manifest in manifests)
        {
            foreach (var url in (await ManifestUrls.AllAsync(client, manifest)).Append(new Uri(client.BaseAddress!, manifest)))
            {
                using var reply = await client.GetAsync(url);
                _wanted.Add(new(url.PathAndQuery, await reply.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(), reply.Headers.ETag!.ToString()));
            }
        }

        var asset = await _origin.Server.AddAssetAsync();
        _versions = [.. Enumerable.Range(1, 2).Select(version => Enumerable.Repeat((byte)version, 700_000 + version).ToArray())];
        await _origin.Server.UploadAsync(asset, "changing.mp4", _versions[0]);
        _changing = $"/{await _origin.Server.PublishAsync(asset)}/changing.mp4";
    }

    /// <summary>Replaces, cuts and deletes one file over and over.</summary>
    private async Task ChangeAsync(Stopwatch watch, TimeSpan length)
    {
        var file = Directory.EnumerateFiles(_origin.Server.Directory, "changing.mp4", SearchOption.AllDirectories).Single();
        for (var i = 0; watch.Elapsed < length; i++)
        {
            switch (i % 3)
            {
                case 0:
                    await using (var writer = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                    {
                        writer.SetLength(0);
                    }

                    break;
                case 1:
                    File.Delete(file);
                    break;
                default:
                    await File.WriteAllBytesAsync(file + ".new", _versions[i / 3 % 2]);
                    File.Move(file + ".new", file, overwrite: true);
                    break;
            }

            await Task.Delay(5);
        }
    }

    private async Task ActAsync(Random random)
    {
        using var client = await RawClient.ConnectAsync(_origin.Server.Address, random.Next(4) == 0 ? 4096 : 0, _hopeless.Token);
        switch (random.Next(9))
        {
            case 0:
                await CutAsync(client, random);
                break;
            case 1:
                await LeaveAsync(client, random);
                break;
            case 2:
                await TogetherAsync(client, random);
                break;
            case 3:
                await HandedOverAsync(client, random);
                break;
            case 4:
                await ChangingAsync(client);
                break;
            case 5:
                client.Pause = TimeSpan.FromMilliseconds(random.Next(8));
                await OneByOneAsync(client, random, 1);
                break;
            default:
                await OneByOneAsync(client, random, 1 + random.Next(6));
                break;
        }
    }

    /// <summary>A request that ends at some byte, and the client with it.</summary>
    private async Task CutAsync(RawClient client, Random random)
    {
        var text = Question.Of(Any(random), random).Text;
        await client.SendAsync(text[..random.Next(text.Length)], _hopeless.Token);
        switch (random.Next(3))
        {
            case 0:
                client.Reset();
                break;
            case 1:
                client.HalfClose();
                Assert.That(await client.IsAtEndAsync(_hopeless.Token), Is.True);
                break;
        }
    }

    /// <summary>Goes before, while or after replies come, of which many may want the same.</summary>
    private async Task LeaveAsync(RawClient client, Random random)
    {
        var hot = _wanted.MaxBy(wanted => wanted.Body.Length + (wanted.Path.Contains("cbc", StringComparison.Ordinal) ? 1 << 30 : 0))!;
        var wanted = random.Next(2) == 0 ? hot : Any(random);
        await client.SendAsync(string.Concat(Enumerable.Repeat(Question.Whole(wanted).Text, 1 + random.Next(3))), _hopeless.Token);
        await client.SkipAsync(random.Next(3) switch { 0 => 0, 1 => 1, _ => random.Next(wanted.Body.Length) }, _hopeless.Token);
        if (random.Next(2) == 0)
        {
            client.Reset();
        }
    }

    private async Task TogetherAsync(RawClient client, Random random)
    {
        var questions = Enumerable.Range(0, 2 + random.Next(30)).Select(_ => Question.Of(Any(random), random)).ToList();
        var reading = Task.Run(async () =>
        {
            foreach (var question in questions)
            {
                await CompareAsync(client, question);
            }
        });
        await client.SendAsync(string.Concat(questions.Select(question => question.Text)), _hopeless.Token);
        client.HalfClose();
        await reading;
        Assert.That(await client.IsAtEndAsync(_hopeless.Token), Is.True);
    }

    private async Task HandedOverAsync(RawClient client, Random random)
    {
        var wanted = Any(random);
        var head = Question.Whole(wanted).Text;
        await client.SendAsync(head + "GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n" + head.Replace("Host: a", $"Host: a\r\nCookie: {new string('c', random.Next(12_000))}", StringComparison.Ordinal), _hopeless.Token);
        await CompareAsync(client, Question.Whole(wanted));
        if (random.Next(3) == 0)
        {
            client.Reset();
            return;
        }

        Assert.That((await client.ReadReplyAsync(hasBody: true, _hopeless.Token)).Status, Is.EqualTo(404));
        await CompareAsync(client, Question.Whole(wanted));
    }

    private async Task ChangingAsync(RawClient client)
    {
        await client.SendAsync($"GET {_changing} HTTP/1.1\r\nHost: a\r\n\r\n", _hopeless.Token);
        try
        {
            var (status, body) = await client.ReadReplyAsync(hasBody: true, _hopeless.Token);
            Assert.That(status != 200 || body.Length == 0 || _versions.Exists(version => version.AsSpan().SequenceEqual(body)));
        }
        catch (Exception exception) when (exception is EndOfStreamException or SocketException)
        {
            // The end of the file was no longer there.
        }
    }

    private async Task OneByOneAsync(RawClient client, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var question = Question.Of(Any(random), random);
            await client.SendAsync(question.Text, _hopeless.Token);
            await CompareAsync(client, question);
        }
    }

    private async Task UntilRefusedAsync(Random random)
    {
        try
        {
            while (true)
            {
                await ActAsync(random);
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or SocketException)
        {
            // The server stops.
        }
    }

    private async Task CompareAsync(RawClient client, Question question)
    {
        var (status, body) = await client.ReadReplyAsync(question.HasBody, _hopeless.Token);
        Assert.That(status, Is.EqualTo(question.Status), question.Text);
        Assert.That(body.AsSpan().SequenceEqual(question.Expected.Span), question.Text);
        Interlocked.Increment(ref _replies);
    }

    private Wanted Any(Random random) => _wanted[random.Next(_wanted.Count)];

    /// <summary>What a path has to give.</summary>
    private sealed record Wanted(string Path, byte[] Body, string Tag);

    private sealed record Question(string Text, int Status, ReadOnlyMemory<byte> Expected, bool HasBody = true)
    {
        public static Question Whole(Wanted wanted) => new($"GET {wanted.Path} HTTP/1.1\r\nHost: a\r\n\r\n", 200, wanted.Body);

        public static Question Of(Wanted wanted, Random random)
        {
            switch (random.Next(6))
            {
                case 0:
                    return new($"HEAD {wanted.Path} HTTP/1.1\r\nHost: a\r\n\r\n", 200, default, HasBody: false);
                case 1:
                    return new($"GET {wanted.Path} HTTP/1.1\r\nHost: a\r\nIf-None-Match: {wanted.Tag}\r\n\r\n", 304, default);
                case 2 when wanted.Path.Contains("Fragments(", StringComparison.Ordinal):
                    var first = random.Next(wanted.Body.Length);
                    var last = random.Next(first, wanted.Body.Length);
                    return new($"GET {wanted.Path} HTTP/1.1\r\nHost: a\r\nRange: bytes={first}-{last}\r\n\r\n", 206, wanted.Body.AsMemory(first, last + 1 - first));
                default:
                    return Whole(wanted);
            }
        }
    }
}
