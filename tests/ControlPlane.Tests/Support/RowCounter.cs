using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MediaPlatform.ControlPlane.Tests.Support;

/// <summary>Counts the rows that each query of one catalog hands out to a request, as Entity Framework reports them; those of workers beside are passed over.</summary>
internal sealed class RowCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentQueue<RowCount> _counts = new();
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public RowCounter()
    {
        // Requests have an activity only where somebody listens.
        var requests = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(requests);
        _subscriptions.Add(requests);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

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
        if (value.Value is DataReaderDisposingEventData read && read.Command.Connection!.ConnectionString == Catalog && IsInRequest())
        {
            _counts.Enqueue(new(read.Command.CommandText, read.ReadCount));
        }
    }

    private static bool IsInRequest()
    {
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (activity.OperationName == "Microsoft.AspNetCore.Hosting.HttpRequestIn")
            {
                return true;
            }
        }

        return false;
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
