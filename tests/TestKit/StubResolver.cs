using System.Net;
using System.Net.Sockets;
using MediaPlatform.ServiceDefaults.Networks;

namespace MediaPlatform.TestKit;

/// <summary>Answers from a table and keeps what was asked; nothing leaves the machine.</summary>
public sealed class StubResolver(params (string Host, string[] Addresses)[] table) : IHostResolver
{
    public List<string> Asked { get; } = [];

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        lock (Asked) Asked.Add(host);
        var found = table.FirstOrDefault(entry => entry.Host == host).Addresses ?? throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult(found.Select(IPAddress.Parse).ToArray());
    }
}
