using System.Reflection;
using MediaPlatform.Data.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Counts the bytes that are read from the storage.</summary>
internal sealed class CountingBlobs(IBlobStore inner) : IBlobStore
{
    private long _bytesRead;

    public long BytesRead => Interlocked.Read(ref _bytesRead);

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
            var result = targetMethod!.Invoke(_inner, args);
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
            var read = await inner.ReadAsync(offset, buffer, cancellationToken);
            Interlocked.Add(ref owner._bytesRead, read);
            return read;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
