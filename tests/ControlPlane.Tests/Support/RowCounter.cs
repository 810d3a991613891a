using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MediaPlatform.ControlPlane.Tests.Support;

/// <summary>Counts the rows that each query of one catalog hands out, as Entity Framework reports them.</summary>
internal sealed class RowCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentQueue<RowCount> _counts = new();
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public RowCounter() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>The connection string of the catalog; those of other tests in the process are passed over.</summary>
    public string? Catalog { get; set; }

    /// <summary>What was counted since the last time.</summary>
    public IReadOnlyList<RowCount> Take()
    {
        var taken = new List<RowCount>();
        while (_counts.TryDequeue(out var count))
        {
            taken.Add(count);
        }

        return taken;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory)
        {
            _subscriptions.Add(value.Subscribe(this, (name, _, _) => name == RelationalEventId.DataReaderDisposing.Name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is DataReaderDisposingEventData read && read.Command.Connection!.ConnectionString == Catalog)
        {
            _counts.Enqueue(new(read.Command.CommandText, read.ReadCount));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
}

/// <summary>One query.</summary>
/// <param name="Rows">Rows asked of the reader, the end of the rows included.</param>
internal sealed record RowCount(string Sql, int Rows);
