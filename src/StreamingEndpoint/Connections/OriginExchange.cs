using System.Collections;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>
/// One request and its reply, as the features that an <see cref="HttpContext"/> stands on; reused for all requests of a
/// connection. Handlers see no difference to the full HTTP server.
/// </summary>
internal sealed class OriginExchange : IFeatureCollection, IHttpRequestFeature, IHttpResponseFeature, IHttpResponseBodyFeature,
    IHttpRequestLifetimeFeature, IHttpConnectionFeature, IDisposable
{
    private readonly OriginSocket _socket;
    private readonly RequestHead _head;
    private readonly RequestHeaders _requestHeaders;
    private readonly HeaderList _responseHeaders = new();
    private readonly ResponseHead _responseHead;
    private readonly CancellationTokenSource _broken = new();
    private readonly DefaultHttpContext _context;
    private Dictionary<Type, object>? _others;
    private Stream? _stream;
    private bool _closes;
    private IPAddress? _peer;

    // Of the viewer behind a proxy, for one request.
    private IPAddress? _remoteAddress;
    private int? _remotePort;

    public OriginExchange(OriginSocket socket, RequestHead head, ResponseHead responseHead, string connectionId)
    {
        (_socket, _head, _responseHead, ConnectionId) = (socket, head, responseHead, connectionId);
        _requestHeaders = new(head);
        Headers = _requestHeaders;
        ResponseWriter = new(socket, target => _responseHead.Write(target, StatusCode, _responseHeaders, _closes), () => HasBody ? ((IHeaderDictionary)_responseHeaders).ContentLength ?? 0 : 0);
        _context = new(this);
        socket.Broken = Break;
    }

    public ResponseWriter ResponseWriter { get; }

    private bool HasBody => !HttpMethods.IsHead(Method) && StatusCode is not (StatusCodes.Status304NotModified or StatusCodes.Status204NoContent);

    public int Revision { get; private set; }

    public bool IsReadOnly => false;

    public string Protocol { get; set; } = HttpProtocol.Http11;

    public string Scheme { get; set; } = "http";

    public string Method { get; set; } = "";

    public string PathBase { get; set; } = "";

    public string Path { get; set; } = "";

    public string QueryString { get; set; } = "";

    public string RawTarget
    {
        get => field ??= _head.RawTarget;
        set;
    } = "";

    public IHeaderDictionary Headers { get; set; }

    Stream IHttpRequestFeature.Body { get; set; } = Stream.Null;

    public int StatusCode { get; set; }

    public string? ReasonPhrase { get; set; }

    IHeaderDictionary IHttpResponseFeature.Headers
    {
        get => _responseHeaders;
        set => throw new NotSupportedException("The headers of a reply are set one by one.");
    }

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException("The body of a reply goes to the client as it is.");
    }

    public bool HasStarted => ResponseWriter.HasStarted;

    public Stream Stream => _stream ??= ResponseWriter.AsStream(leaveOpen: true);

    public PipeWriter Writer => ResponseWriter;

    public CancellationToken RequestAborted
    {
        get => _broken.Token;
        set => throw new NotSupportedException("A request ends with its connection.");
    }

    public string ConnectionId { get; set; }

    public IPAddress? RemoteIpAddress
    {
        get => _remoteAddress ?? (_peer ??= _socket.RemoteAddress);
        set => _remoteAddress = value;
    }

    public int RemotePort
    {
        get => _remotePort ?? _socket.RemotePort;
        set => _remotePort = value;
    }

    public IPAddress? LocalIpAddress
    {
        get => _socket.LocalEndPoint?.Address;
        set => throw new NotSupportedException();
    }

    public int LocalPort
    {
        get => _socket.LocalEndPoint?.Port ?? 0;
        set => throw new NotSupportedException();
    }

    public object? this[Type key]
    {
        get => IsOwn(key) ? this : _others?.GetValueOrDefault(key);
        set
        {
            Revision++;
            _others ??= [];
            if (value is null)
            {
                _others.Remove(key);
            }
            else
            {
                _others[key] = value;
            }
        }
    }

    /// <summary>The context of the request whose head was just read.</summary>
    public HttpContext Begin(bool closes)
    {
        _closes = closes || _head.Closes;
        Revision++;
        _others?.Clear();
        _requestHeaders.Reset();
        _responseHeaders.Clear();
        ResponseWriter.Reset();
        StatusCode = StatusCodes.Status200OK;
        (Method, Path, QueryString, RawTarget) = (_head.Method, _head.Path, _head.Query, null!);
        (Scheme, _remoteAddress, _remotePort) = ("http", null, null);
        _context.Initialize(this);
        return _context;
    }

    /// <summary>Sends what the handler left, and says whether the connection can go on.</summary>
    public async ValueTask<bool> EndAsync()
    {
        var isSent = await ResponseWriter.FinishAsync();
        ResponseWriter.Release();
        return isSent && !_closes && IsWhole();
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public void Abort() => _socket.Abort();

    public void OnStarting(Func<object, Task> callback, object state) => throw new NotSupportedException("Nothing is called back before a reply.");

    public void OnCompleted(Func<object, Task> callback, object state) => throw new NotSupportedException("Nothing is called back after a reply.");

    public void DisableBuffering()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => ResponseWriter.FlushAsync(cancellationToken).AsTask();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task CompleteAsync() => ResponseWriter.FinishAsync().AsTask();

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => (_others ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        ResponseWriter.Release();
        _broken.Dispose();
    }

    // Called by the event loop, which has other connections: those who wait for the cancellation run elsewhere, and the connection
    // may be ending on another thread at the same moment.
    private void Break()
    {
        try
        {
            _ = _broken.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // There is no request any more that could be told.
        }
    }

    // A client that was promised more bytes than came must not take the next reply for them.
    private bool IsWhole() => !HasBody || ((IHeaderDictionary)_responseHeaders).ContentLength == ResponseWriter.BodyBytes;

    private static bool IsOwn(Type key) =>
        key == typeof(IHttpRequestFeature) || key == typeof(IHttpResponseFeature) || key == typeof(IHttpResponseBodyFeature)
        || key == typeof(IHttpRequestLifetimeFeature) || key == typeof(IHttpConnectionFeature);
}
