using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Sharing;
using MediaPlatform.StreamingEndpoint.Sources;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Tests.Sharing;

/// <summary>Requests that share the making of a segment get its bytes whatever the others do, and leave nothing behind.</summary>
public sealed class SegmentRunTests
{
    private const int Length = 900_001;
    private static readonly RunKey s_key = new(new object(), "/a", "1");

    [Test]
    public async Task Each_reader_gets_all_bytes_at_its_own_pace([Range(1, 12)] int seed)
    {
        var (runs, made) = (Runs(4 << 20), new Making(seed));
        var random = new Random(seed);
        var readers = new List<Task<Receiver>>();
        for (var i = 0; i < 30; i++)
        {
            var receiver = new Receiver(random.Next(), leavesAfter: random.Next(4) == 0 ? random.Next(Length) : int.MaxValue);
            readers.Add(Task.Run(() => AskAsync(runs, made, receiver)));
            if (random.Next(3) == 0)
            {
                await Task.Delay(1);
            }
        }

        foreach (var reader in await Task.WhenAll(readers))
        {
            Assert.That(reader.Bytes.AsSpan().SequenceEqual(made.Bytes.AsSpan(0, reader.Bytes.Length)));
            Assert.That(reader.HasLeft || reader.Bytes.Length == Length);
        }

        await made.UntilReleasedAsync(30);
        Assert.That(runs.Bytes, Is.Zero);
    }

    [Test]
    public async Task Those_who_come_while_somebody_reads_share_one_making()
    {
        var (runs, made) = (Runs(4 << 20), new Making(1));
        TaskCompletionSource own = new(), all = new();
        var first = AskAsync(runs, made, new Receiver(1, pause: own.Task));
        var others = Enumerable.Range(0, 20).Select(i => AskAsync(runs, made, new Receiver(i, pause: all.Task))).ToList();
        own.SetResult();
        await first;
        Assert.That(runs.Bytes, Is.EqualTo(SegmentRun.SizeOf(Length)));
        Assert.That(made.Count, Is.EqualTo(2), "the first alone, and one for all that came after");
        all.SetResult();
        foreach (var other in others)
        {
            Assert.That((await other).Bytes.AsSpan().SequenceEqual(made.Bytes));
        }

        await made.UntilReleasedAsync(21);
        Assert.That(runs.Bytes, Is.Zero);
    }

    [Test]
    public async Task Nothing_is_kept_for_those_who_come_later()
    {
        var (runs, made) = (Runs(4 << 20), new Making(2));
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await AskAsync(runs, made, new Receiver(i))).Bytes.AsSpan().SequenceEqual(made.Bytes));
            Assert.That(runs.Bytes, Is.Zero);
        }

        Assert.That(made.Count, Is.EqualTo(5));
    }

    [Test]
    public async Task Beyond_the_budget_each_is_made_alone()
    {
        var (runs, made, go) = (Runs(SegmentRun.SizeOf(Length) + 10), new Making(3), new TaskCompletionSource());
        var readers = Enumerable.Range(0, 6).Select(i => AskAsync(runs, made, new Receiver(i, pause: go.Task), s_key with { Path = $"/{i / 2}" })).ToList();
        Assert.That(runs.Bytes, Is.EqualTo(SegmentRun.SizeOf(Length)), "one run of the three that were possible");
        go.SetResult();
        foreach (var reader in readers)
        {
            Assert.That((await reader).Bytes.AsSpan().SequenceEqual(made.Bytes));
        }

        await made.UntilReleasedAsync(6);
        Assert.That(runs.Bytes, Is.Zero);
    }

    [Test]
    public async Task A_fault_meets_all_readers_and_none_after_them()
    {
        var (runs, made, go) = (Runs(4 << 20), new Making(4) { FailsAfter = 300_000 }, new TaskCompletionSource());
        var readers = Enumerable.Range(0, 8).Select(i => AskAsync(runs, made, new Receiver(i, pause: go.Task))).ToList();
        go.SetResult();
        foreach (var reader in readers)
        {
            Assert.That(async () => await reader, Throws.InstanceOf<EndOfStreamException>());
        }

        await made.UntilReleasedAsync(8);
        Assert.That(runs.Bytes, Is.Zero);
        made.FailsAfter = int.MaxValue;
        Assert.That((await AskAsync(runs, made, new Receiver(9))).Bytes.AsSpan().SequenceEqual(made.Bytes));
    }

    [Test]
    public async Task A_run_that_all_have_left_is_not_made_to_its_end()
    {
        var (runs, made) = (Runs(4 << 20), new Making(5));
        var go = new TaskCompletionSource();
        var alone = AskAsync(runs, made, new Receiver(0, pause: go.Task));
        var readers = Enumerable.Range(0, 5).Select(i => AskAsync(runs, made, new Receiver(i, leavesAfter: 50_000))).ToList();
        await Task.WhenAll(readers);
        await made.UntilReleasedAsync(5);
        Assert.That(runs.Bytes, Is.Zero);
        Assert.That(made.Written, Is.LessThan(Length));
        go.SetResult();
        Assert.That((await alone).Bytes.AsSpan().SequenceEqual(made.Bytes));
    }

    [Test]
    public void Only_what_is_made_and_large_is_shared()
    {
        var runs = Runs(1 << 20);
        Assert.Multiple(() =>
        {
            Assert.That(runs.Shares(new MadeSegment(new Making(6))), Is.True);
            Assert.That(runs.Shares(new MemorySegment(new byte[500_000], "", "")), Is.False);
            Assert.That(Runs(SegmentRun.SizeOf(Length) - 1).Shares(new MadeSegment(new Making(6))), Is.False);
            Assert.That(Runs(0).Shares(new MadeSegment(new Making(6))), Is.False);
        });
    }

    private static SegmentRuns Runs(long budget) => new(Options.Create(new StreamingEndpointOptions { SharedBytes = budget }));

    private static async Task<Receiver> AskAsync(SegmentRuns runs, Making making, Receiver receiver, RunKey? key = null)
    {
        var segment = new SharedSegment(runs, key ?? s_key, new MadeSegment(making), new SourceLease());
        try
        {
            Assert.That(await segment.WriteAsync(receiver, new(0, Length), default), Is.EqualTo(!receiver.HasLeft));
            return receiver;
        }
        finally
        {
            await segment.ReleaseAsync();
        }
    }

    /// <summary>What all segments of a test have in common.</summary>
    private sealed class Making
    {
        private int _count;
        private int _released;
        private long _written;

        public Making(int seed)
        {
            Seed = seed;
            new Random(seed).NextBytes(Bytes);
        }

        public int Seed { get; }

        public byte[] Bytes { get; } = new byte[Length];

        public int FailsAfter { get; set; } = int.MaxValue;

        /// <summary>How many were begun.</summary>
        public int Count => Volatile.Read(ref _count);

        /// <summary>Bytes that were made in all.</summary>
        public long Written => Volatile.Read(ref _written);

        public int Begin() => Interlocked.Increment(ref _count);

        public void Write(int count) => Interlocked.Add(ref _written, count);

        public void Release() => Interlocked.Increment(ref _released);

        public async Task UntilReleasedAsync(int count)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (Volatile.Read(ref _released) < count)
            {
                await Task.Delay(2, limit.Token);
            }

            Assert.That(_released, Is.EqualTo(count), "each once");
        }
    }

    private sealed class MadeSegment(Making making) : Segment
    {
        private int _isReleased;

        public override long Length => making.Bytes.Length;

        public override string ContentType => "video/mp4";

        public override string Identity => "1";

        public override bool IsMade => true;

        public override async ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken)
        {
            var random = new Random(making.Seed + making.Begin());
            for (var at = 0; at < making.Bytes.Length;)
            {
                Assert.That(_isReleased, Is.Zero);
                if (at >= making.FailsAfter)
                {
                    throw new EndOfStreamException();
                }

                var count = Math.Min(random.Next(1, 40_000), making.Bytes.Length - at);
                making.Bytes.AsSpan(at, count).CopyTo(output.GetSpan(count));
                output.Advance(count);
                making.Write(count);
                at += count;
                if (random.Next(8) == 0)
                {
                    await Task.Yield();
                }

                var flushed = await output.FlushAsync(cancellationToken);
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    return false;
                }
            }

            return true;
        }

        public override ValueTask ReleaseAsync()
        {
            Assert.That(Interlocked.Exchange(ref _isReleased, 1), Is.Zero);
            making.Release();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A client: takes bytes with pauses, and may leave.</summary>
    private sealed class Receiver(int seed, int leavesAfter = int.MaxValue, Task? pause = null) : PipeWriter
    {
        private readonly Random _random = new(seed);
        private readonly MemoryStream _bytes = new();
        private byte[] _memory = [];
        private readonly Task _pause = pause ?? Task.CompletedTask;

        public byte[] Bytes => _bytes.ToArray();

        public bool HasLeft { get; private set; }

        public override bool CanGetUnflushedBytes => true;

        public override long UnflushedBytes => 0;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = new byte[Math.Max(1, sizeHint)];

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes) => _bytes.Write(_memory, 0, bytes);

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (!_pause.IsCompleted)
            {
                await _pause;
            }
            else if (_random.Next(6) == 0)
            {
                await Task.Delay(_random.Next(2), cancellationToken);
            }

            HasLeft = _bytes.Length > leavesAfter;
            return new(isCanceled: false, isCompleted: HasLeft);
        }

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            _bytes.Write(source.Span);
            return FlushAsync(cancellationToken);
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
