using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>What a caller asks a new locator to be.</summary>
internal sealed record StreamingLocatorBody
{
    public string AssetName { get; private init; } = "";

    public string StreamingPolicyName { get; private init; } = "";

    public Guid? LocatorId { get; private init; }

    public DateTimeOffset? StartTime { get; private init; }

    public DateTimeOffset EndTime { get; private init; } = StreamingModels.Never;

    public string? AlternativeMediaId { get; private init; }

    public string? DefaultContentKeyPolicyName { get; private init; }

    public IReadOnlyList<string> Filters { get; private init; } = [];

    public IReadOnlyList<ContentKeyBody> ContentKeys { get; private init; } = [];

    /// <summary>Whether the keys come from the operator's key server; null leaves it to the settings. No property of AMS.</summary>
    public bool? UsesKeyServer { get; private init; }

    public static StreamingLocatorBody Read(JsonObject json, Mistakes mistakes)
    {
        var reader = new BodyReader(json, mistakes);
        if (reader.Object("properties") is not { } properties)
        {
            reader.Wrong("properties", "Properties can not be null.");
            return new();
        }

        var body = new StreamingLocatorBody
        {
            AssetName = properties.RequiredText("assetName", 260),
            StreamingPolicyName = properties.RequiredText("streamingPolicyName", 260),
            LocatorId = properties.Id("streamingLocatorId"),
            StartTime = properties.Time("startTime"),
            EndTime = properties.Time("endTime") ?? StreamingModels.Never,
            AlternativeMediaId = properties.Text("alternativeMediaId", 400),
            DefaultContentKeyPolicyName = properties.Name("defaultContentKeyPolicyName"),
            Filters = properties.Texts("filters"),
            ContentKeys = [.. properties.Objects("contentKeys").Select(Key)],
            UsesKeyServer = properties.Choice("contentKeySource", "Own", "KeyServer") is { } source ? source == "KeyServer" : null,
        };
        if (body.StartTime >= body.EndTime)
        {
            properties.Wrong("endTime", "The end time of a locator must lie after its start time.");
        }

        if (body.LocatorId == Guid.Empty)
        {
            properties.Wrong("streamingLocatorId", "The streaming locator id must not be the empty GUID.");
        }

        return body;
    }

    private static ContentKeyBody Key(BodyReader reader)
    {
        if (!reader.Has("id"))
        {
            reader.Missing("id");
        }

        var value = reader.Bytes("value");
        if (value is not (null or { Length: 16 }))
        {
            reader.Wrong("value", $"The value of '{reader.PathOf("value")}' must be 16 bytes in base64.");
        }

        return new(reader.Id("id") ?? Guid.Empty, reader.Text("labelReferenceInStreamingPolicy"), value, EncryptionReader.Tracks(reader, "tracks"));
    }

    /// <summary>A content key of the caller's own.</summary>
    /// <param name="Value">Null leaves the bytes to us.</param>
    public sealed record ContentKeyBody(Guid Id, string? Label, byte[]? Value, IReadOnlyList<TrackSelection> Tracks);
}
