using System.Reflection;
using MediaPlatform.Data.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Counts what is read from the storage, and refuses some of it.</summary>
internal sealed class CountingBlobs(IBlobStore inner) : IBlobStore
{
    private long _bytesRead;
    private int _reading;
    private int _mostAtOnce;

    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>The most reads that were under way at one moment.</summary>
    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    /// <summary>How long each read takes at least.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Whether blobs pass for those of another machine.</summary>
    public bool IsRemote { get; set; }

    /// <summary>What opening a blob of a name ends with; null where it is opened.</summary>
    public Func<string, Exception?> Refuse { get; set; } = static _ => null;

    /// <summary>Stands in front of the store of a server.</summary>
    public static void Insert(IServiceCollection services)
    {
        var store = services.Last(service => service.ServiceType == typeof(IBlobStore));
        services.AddSingleton(provider => new CountingBlobs((IBlobStore)store.ImplementationFactory!(provider)));
        services.AddSingleton<IBlobStore>(provider => provider.GetRequiredService<CountingBlobs>());
    }

    public IBlobContainer GetContainer(string storageAccountName, string containerName)
    {
        var container = DispatchProxy.Create<IBlobContainer, Container>();
        ((Container)(object)container).Set(this, inner.GetContainer(storageAccountName, containerName));
        return container;
    }

    private class Container : DispatchProxy
    {
        private CountingBlobs _owner = null!;
        private IBlobContainer _inner = null!;

        public void Set(CountingBlobs owner, IBlobContainer inner) => (_owner, _inner) = (owner, inner);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (_owner.IsRemote && targetMethod!.Name == nameof(IBlobContainer.TryGetLocalPath))
            {
                return false;
            }

            if (targetMethod!.Name == nameof(IBlobContainer.OpenReadAsync) && _owner.Refuse(args![0] is BlobItem item ? item.Name : (string)args[0]!) is { } failure)
            {
                return Task.FromException<IBlobReader?>(failure);
            }

            var result = targetMethod.Invoke(_inner, args);
            return result is Task<IBlobReader?> opening ? WrapAsync(opening) : result;
        }

        private async Task<IBlobReader?> WrapAsync(Task<IBlobReader?> opening) => await opening is { } reader ? new Reader(_owner, reader) : null;
    }

    private sealed class Reader(CountingBlobs owner, IBlobReader inner) : IBlobReader
    {
        public long Length => inner.Length;

        public string ETag => inner.ETag;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var reading = Interlocked.Increment(ref owner._reading);
            for (var most = owner.MostAtOnce; most < reading; most = owner.MostAtOnce)
            {
                Interlocked.CompareExchange(ref owner._mostAtOnce, reading, most);
            }

            if (owner.Latency > TimeSpan.Zero)
            {
                await Task.Delay(owner.Latency, cancellationToken);
            }

            var read = await inner.ReadAsync(offset, buffer, cancellationToken);
            Interlocked.Decrement(ref owner._reading);
            Interlocked.Add(ref owner._bytesRead, read);
            return read;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
