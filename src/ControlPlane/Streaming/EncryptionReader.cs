using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>Reads the parts that the encryption schemes of a streaming policy share; lists are there even when nothing was sent.</summary>
internal static class EncryptionReader
{
    private const int LongestText = 4000;

    /// <summary>The enabled protocols; all four members are required when the object is there.</summary>
    public static EnabledProtocols Protocols(BodyReader scheme)
    {
        if (scheme.Object("enabledProtocols") is not { } protocols)
        {
            return new();
        }

        return new(Flag("download"), Flag("dash"), Flag("hls"), Flag("smoothStreaming"));

        bool Flag(string name)
        {
            if (!protocols.Has(name))
            {
                protocols.Missing(name);
            }

            return protocols.Flag(name) ?? false;
        }
    }

    public static IReadOnlyList<TrackSelection> Tracks(BodyReader owner, string name) =>
        [.. owner.Objects(name).Select(item => new TrackSelection([.. item.Objects("trackSelections").Select(Condition)]))];

    public static StreamingPolicyContentKeys Keys(BodyReader scheme)
    {
        var keys = scheme.Object("contentKeys");
        var first = keys?.Object("defaultKey");
        return new(
            first is null ? null : new(first.Text("label", LongestText), first.Name("policyName")),
            [.. (keys?.Objects("keyToTrackMappings") ?? []).Select(Mapping)]);
    }

    public static string? Template(BodyReader? owner, string name) => owner?.Text(name, LongestText);

    private static StreamingPolicyContentKey Mapping(BodyReader mapping) =>
        new(mapping.Text("label", LongestText), mapping.Name("policyName"), Tracks(mapping, "tracks"));

    private static TrackPropertyCondition Condition(BodyReader condition)
    {
        if (!condition.Has("property"))
        {
            condition.Missing("property");
        }

        if (!condition.Has("operation"))
        {
            condition.Missing("operation");
        }

        return new(
            condition.Choice("property", "Unknown", "FourCC") ?? "Unknown",
            condition.Choice("operation", "Unknown", "Equal") ?? "Unknown",
            condition.Text("value", LongestText));
    }
}
