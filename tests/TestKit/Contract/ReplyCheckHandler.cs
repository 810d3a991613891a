namespace MediaPlatform.TestKit.Contract;

/// <summary>Lets a client of the management API fail where a reply breaks the official documents.</summary>
public sealed class ReplyCheckHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = await base.SendAsync(request, cancellationToken);
        await reply.Content.LoadIntoBufferAsync(cancellationToken);
        var faults = ReplyCheck.Of(request.Method.Method, request.RequestUri!, (int)reply.StatusCode, await reply.Content.ReadAsStringAsync(cancellationToken));
        return faults.Count == 0 ? reply : throw new InvalidOperationException($"{request.Method} {request.RequestUri}: {string.Join("; ", faults)}");
    }
}
