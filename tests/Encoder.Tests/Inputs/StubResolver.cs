using System.Net;
using System.Net.Sockets;
using MediaPlatform.Encoder.Inputs;

namespace MediaPlatform.Encoder.Tests.Inputs;

/// <summary>Answers from a table and keeps what was asked; nothing leaves the machine.</summary>
internal sealed class StubResolver(params (string Host, string[] Addresses)[] table) : IHostResolver
{
    public List<string> Asked { get; } = [];

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        lock (Asked) Asked.Add(host);
        var found = table.FirstOrDefault(entry => entry.Host == host).Addresses ?? throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult(found.Select(IPAddress.Parse).ToArray());
    }
}
