using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.ControlPlane.StreamingEndpoints;

/// <summary>A host name leads to one streaming endpoint; AMS had owners prove theirs by DNS, here who has it keeps it.</summary>
internal sealed class HostNameClaims(StreamingEndpointStore store)
{
    /// <param name="endpoint">With the names that it is to have.</param>
    /// <param name="before">Those that it had: what an older catalog holds twice must not stand in the way of other changes.</param>
    /// <exception cref="ArmException">A new name belongs to another endpoint, of whichever account.</exception>
    public async Task RequireFreeAsync(StreamingEndpointRecord endpoint, IReadOnlyList<string> before, CancellationToken cancellationToken)
    {
        var added = endpoint.CustomHostNames.Select(Plain).Except(before.Select(Plain), StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (added.Count == 0)
        {
            return;
        }

        var others = (await store.ListAllAsync(cancellationToken)).Where(other => other.Id != endpoint.Id);
        if (others.SelectMany(other => other.CustomHostNames.Append(other.HostName)).Select(Plain).FirstOrDefault(added.Contains) is { } taken)
        {
            throw ArmErrors.Conflict($"The host name '{taken}' belongs to another streaming endpoint.");
        }
    }

    // A stored name may carry a port, and the dot of the root says nothing.
    private static string Plain(string host) => host.Split(':')[0].TrimEnd('.');
}
