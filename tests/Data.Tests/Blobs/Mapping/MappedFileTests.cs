using System.Buffers;
using System.Diagnostics;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Blobs.Disk;
using MediaPlatform.Data.Blobs.Disk.Mapping;
using MediaPlatform.TestKit;

namespace MediaPlatform.Data.Tests.Blobs.Mapping;

/// <summary>Files that are read over and over are read in place, and whoever writes to them or cuts them harms nobody.</summary>
internal sealed class MappedFileTests
{
    private const int Window = FileWindows.WindowSize;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Clean() => _folder.Dispose();

    [Test]
    public async Task What_is_read_over_and_over_is_read_in_place()
    {
        var (path, bytes) = Write(2 * Window + 500);
        var memory = new MappedMemory(4 * Window);
        await using var reader = Open(path, memory);
        Assert.That(Take(reader, 0, 1000), Is.Null, "nothing is mapped at first");
        foreach (var offset in new long[] { 0, Window, 2 * Window })
        {
            await HeatAsync(reader, offset);
        }

        foreach (var (offset, most, count) in new[] { (0L, 31_000, 31_000), (Window - 10L, 1000, 10), (Window, 1, 1), (2 * Window - 4097, 4097, 4097), (2 * Window + 499, 1000, 1) })
        {
            Assert.That(Take(reader, offset, most), Is.EqualTo(bytes.AsSpan((int)offset, count).ToArray()), $"{offset}");
        }

        Assert.That(Take(reader, bytes.Length, 10), Is.Null);
        Assert.That(memory.Bytes, Is.EqualTo(bytes.Length));
    }

    [Test]
    public async Task What_is_read_once_is_not_mapped()
    {
        var (path, bytes) = Write(2 * Window);
        var memory = new MappedMemory(4 * Window);
        await using var reader = Open(path, memory);
        for (var offset = 0; offset < bytes.Length; offset += 32_000)
        {
            Assert.That(Take(reader, offset, 32_000), Is.Null);
        }

        await Task.Delay(100);
        Assert.That(memory.Bytes, Is.Zero);
    }

    [Test]
    public async Task A_file_that_is_cut_is_let_go_of_first()
    {
        var (path, _) = Write(2 * Window);
        await using var reader = Open(path, new(4 * Window));
        await HeatAsync(reader, 0);
        await HeatAsync(reader, Window);
        var took = Stopwatch.StartNew();
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            writer.SetLength(100);
            Assert.That(took.Elapsed, Is.LessThan(s_patience));
        }

        Assert.That(Take(reader, Window, 1000), Is.Null);
        Assert.That(Take(reader, 0, 1000), Is.Null);
        Assert.That(async () => await reader.ReadAsync(0, new byte[1000], default), Throws.TypeOf<BlobException>(), "it is not the file that was opened");
    }

    [Test]
    public async Task A_file_that_is_being_written_to_is_not_mapped()
    {
        var (path, _) = Write(Window);
        var memory = new MappedMemory(4 * Window);
        using var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        await using var reader = Open(path, memory);
        for (var i = 0; i < 100; i++)
        {
            Assert.That(Take(reader, 0, Window), Is.Null);
        }

        await Task.Delay(100);
        Assert.That(memory.Bytes, Is.Zero);
    }

    [Test]
    public async Task A_file_that_is_replaced_or_deleted_stays_readable_in_place()
    {
        var (path, bytes) = Write(Window);
        await using var reader = Open(path, new(4 * Window));
        await HeatAsync(reader, 0);
        var (other, _) = Write(Window);
        File.Move(other, path, overwrite: true);
        File.Delete(path);
        Assert.That(Take(reader, 0, Window), Is.EqualTo(bytes));
    }

    [Test]
    public async Task The_budget_holds_and_what_is_in_use_stays()
    {
        var (path, bytes) = Write(6 * Window);
        var memory = new MappedMemory(2 * Window);
        await using var reader = Open(path, memory);
        await HeatAsync(reader, 0);
        await HeatAsync(reader, Window);
        for (var i = 0; i < 4; i++)
        {
            // Both are in use, so nothing makes way for a third.
            Assert.That(Take(reader, 0, 100), Is.Not.Null);
            Assert.That(Take(reader, Window, 100), Is.Not.Null);
            _ = Take(reader, 2 * Window, 2 * Window);
            await Task.Delay(20);
            Assert.That(memory.Bytes, Is.EqualTo(2 * Window));
        }

        // Nobody asks for them any more.
        await HeatAsync(reader, 4 * Window);
        await HeatAsync(reader, 5 * Window);
        Assert.That(memory.Bytes, Is.LessThanOrEqualTo(2 * Window));
        Assert.That(Take(reader, 0, 100), Is.Null);
        Assert.That(Take(reader, 5 * Window, 100), Is.EqualTo(bytes.AsSpan(5 * Window, 100).ToArray()));
    }

    [Test]
    public async Task Pinned_bytes_stay_when_the_file_is_closed()
    {
        var (path, bytes) = Write(Window);
        var memory = new MappedMemory(4 * Window);
        var reader = Open(path, memory);
        await HeatAsync(reader, 0);
        var pin = reader.Pin(0, Window, out var count);
        await reader.DisposeAsync();
        Assert.That(Bytes(pin, count), Is.EqualTo(bytes));
        pin.Dispose();
        Assert.That(memory.Bytes, Is.Zero);
        using var writer = new FileStream(path, FileMode.Open, FileAccess.Write);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Files_that_are_cut_again_and_again_while_many_read_them_end_no_process(CancellationToken cancellationToken)
    {
        var memory = new MappedMemory(3 * Window);
        var mapped = 0;
        for (var round = 0; round < 5; round++)
        {
            var (path, bytes) = Write(2 * Window);
            await using var reader = Open(path, memory);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                while (!enough.IsCancellationRequested)
                {
                    var offset = Random.Shared.Next(bytes.Length);
                    if (Take(reader, offset, 32_000) is { } seen)
                    {
                        Interlocked.Increment(ref mapped);
                        Assert.That(seen.AsSpan().SequenceEqual(bytes.AsSpan(offset, seen.Length)));
                    }
                }
            })).ToList();
            await UntilAsync(() => memory.Bytes > 0);
            await Task.Delay(20, cancellationToken);
            using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                writer.SetLength(0);
                await Task.Delay(20, cancellationToken);
            }

            await enough.CancelAsync();
            await Task.WhenAll(readers);
        }

        Assert.That(mapped, Is.Positive);
    }

    private (string Path, byte[] Bytes) Write(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var path = Path.Combine(_folder.FullPath, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, bytes);
        return (path, bytes);
    }

    private static DiskBlobReader Open(string path, MappedMemory memory)
    {
        var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        return new DiskBlobReader(handle, DiskVersion.Of(handle), _ => false, memory);
    }

    /// <summary>Reads a window until it is mapped.</summary>
    private static Task HeatAsync(DiskBlobReader reader, long offset) => UntilAsync(() => Take(reader, offset, Window) is not null);

    private static async Task UntilAsync(Func<bool> isDone)
    {
        for (var started = Stopwatch.StartNew(); !isDone(); await Task.Delay(5))
        {
            Assert.That(started.Elapsed, Is.LessThan(s_patience));
        }
    }

    private static byte[]? Take(DiskBlobReader reader, long offset, int most)
    {
        using var pin = reader.Pin(offset, most, out var count);
        return count == 0 ? null : Bytes(pin, count);
    }

    private static unsafe byte[] Bytes(MemoryHandle pin, int count) => new ReadOnlySpan<byte>(pin.Pointer, count).ToArray();
}
