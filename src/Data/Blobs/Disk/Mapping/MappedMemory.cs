namespace MediaPlatform.Data.Blobs.Disk.Mapping;

/// <summary>
/// The windows of files that are mapped, within a budget: those not used for longest go first. Looks several times a
/// second whether somebody waits to write to one of the files, and lets go of that.
/// </summary>
internal sealed class MappedMemory
{
    private const long IdleFor = 60_000;
    private const long LeastKept = 1_000;
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly List<MappedWindow> _windows = [];
    private readonly HashSet<FileWindows> _leased = [];
    private readonly long _budget;
    private readonly Timer _timer;
    private long _bytes;
    private bool _isLooking;

    /// <param name="budget">Bytes that may be mapped at a time.</param>
    public MappedMemory(long budget)
    {
        _budget = budget;
        _timer = new Timer(_ => Look());
    }

    /// <summary>Bytes that are mapped now.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Has a window mapped in the background.</summary>
    public void Ask(FileWindows file, long number) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Memory.Map(state.File, state.Number), (Memory: this, File: file, Number: number), preferLocal: false);

    /// <summary>Lets go of all windows of a file, and of its lease.</summary>
    public void Close(FileWindows file)
    {
        lock (_lock)
        {
            Drop(window => window.File == file);
            _leased.Remove(file);
            file.End();
        }
    }

    private void Map(FileWindows file, long number)
    {
        lock (_lock)
        {
            if (!MakeRoom() || file.Map(number) is not { } window)
            {
                return;
            }

            _windows.Add(window);
            _leased.Add(file);
            Volatile.Write(ref _bytes, _bytes + window.Length);
            if (!_isLooking)
            {
                _isLooking = true;
                _timer.Change(s_lookEvery, s_lookEvery);
            }
        }
    }

    // Windows that are in use do not push each other out in turn.
    private bool MakeRoom()
    {
        while (_bytes + FileWindows.WindowSize > _budget)
        {
            if (_windows.MinBy(window => window.UsedAt) is not { } oldest || Environment.TickCount64 - oldest.UsedAt < LeastKept)
            {
                return false;
            }

            Drop(window => window == oldest);
        }

        return true;
    }

    private void Look()
    {
        lock (_lock)
        {
            var (disturbed, now) = (_leased.Where(file => file.IsDisturbed()).ToHashSet(), Environment.TickCount64);
            Drop(window => disturbed.Contains(window.File) || now - window.UsedAt > IdleFor);
            _leased.RemoveWhere(file =>
            {
                file.TryGiveUpLease();
                return !file.HasLease;
            });
            if (_leased.Count == 0)
            {
                _isLooking = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Drop(Predicate<MappedWindow> which) =>
        _windows.RemoveAll(window =>
        {
            if (!which(window))
            {
                return false;
            }

            window.File.Drop(window);
            Volatile.Write(ref _bytes, _bytes - window.Length);
            return true;
        });
}
