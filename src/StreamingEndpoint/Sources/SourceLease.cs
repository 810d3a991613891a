using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>Keeps the files that a request reads from open until the request ends.</summary>
internal sealed class SourceLease : IAsyncDisposable
{
    private SharedReader? _first;
    private SharedReader? _second;

    /// <exception cref="OriginException">The file was closed since it was looked up.</exception>
    public MediaSource Keep(MediaSource source)
    {
        if (!source.Reader.TryAcquire())
        {
            throw new OriginException(MpeErrors.StorageServerBusy.Because("The asset is being reopened; ask again."));
        }

        (_first, _second) = (source.Reader, _first);
        return source;
    }

    public async ValueTask DisposeAsync()
    {
        if (_first is not null)
        {
            await _first.ReleaseAsync();
        }

        if (_second is not null)
        {
            await _second.ReleaseAsync();
        }
    }
}
