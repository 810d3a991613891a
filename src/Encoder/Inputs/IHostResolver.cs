using System.Net;

namespace MediaPlatform.Encoder.Inputs;

/// <summary>Name resolution, the outside boundary of inputs by URL.</summary>
internal interface IHostResolver
{
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
