using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.Data.Filters;

namespace MediaPlatform.ControlPlane.Filters;

/// <summary>Reads the body of a filter PUT, or of a PATCH after the merge.</summary>
internal static class FilterBody
{
    private static readonly ReadOnlyMembers s_readOnly = new("Filter", "id", "name", "type", "systemData.createdBy", "systemData.createdAt");

    /// <param name="current">The reply of the stored filter; null for a new one.</param>
    public static void Apply(JsonObject json, StreamingFilter filter, object? current)
    {
        var mistakes = new Mistakes();
        if (current is not null)
        {
            s_readOnly.Check(json, current, mistakes);
        }

        var reader = new BodyReader(json, mistakes);
        if (reader.Object("properties") is { } properties)
        {
            filter.PresentationTimeRange = TimeRange(properties);
            filter.FirstQualityBitrate = Bitrate(properties);
            filter.Tracks = [.. properties.Objects("tracks").Select(Selection)];
        }
        else
        {
            reader.Wrong("properties", "Properties can not be null.");
        }

        mistakes.ThrowIfAny();
    }

    private static PresentationTimeRange? TimeRange(BodyReader properties)
    {
        if (properties.Object("presentationTimeRange") is not { } range)
        {
            return null;
        }

        var result = new PresentationTimeRange(
            Amount("startTimestamp"),
            Amount("endTimestamp"),
            Amount("presentationWindowDuration"),
            Amount("liveBackoffDuration"),
            range.Int64("timescale"),
            range.Flag("forceEndTimestamp"));
        if (result.Timescale <= 0)
        {
            range.Wrong("timescale", $"The value of '{range.PathOf("timescale")}' must be positive.");
        }

        if (result.StartTimestamp > result.EndTimestamp)
        {
            range.Wrong("endTimestamp", $"The value of '{range.PathOf("endTimestamp")}' must not be less than startTimestamp.");
        }

        if (result.ForceEndTimestamp == true && result.EndTimestamp is null)
        {
            range.Wrong("endTimestamp", $"The value of '{range.PathOf("endTimestamp")}' must be given when forceEndTimestamp is true.");
        }

        return result;

        long? Amount(string name)
        {
            var value = range.Int64OrLargest(name);
            if (value < 0)
            {
                range.Wrong(name, $"The value of '{range.PathOf(name)}' must not be negative.");
            }

            return value;
        }
    }

    private static int? Bitrate(BodyReader properties)
    {
        if (properties.Object("firstQuality") is not { } quality)
        {
            return null;
        }

        if (!quality.Has("bitrate"))
        {
            quality.Missing("bitrate");
        }

        var bitrate = quality.Int32("bitrate");
        if (bitrate <= 0)
        {
            quality.Wrong("bitrate", $"The value of '{quality.PathOf("bitrate")}' must be positive.");
        }

        return bitrate;
    }

    private static FilterTrackSelection Selection(BodyReader track)
    {
        if (!track.Has("trackSelections"))
        {
            track.Missing("trackSelections");
        }

        return new([.. track.Objects("trackSelections").Select(Condition)]);
    }

    private static FilterTrackPropertyCondition Condition(BodyReader condition)
    {
        foreach (var name in new[] { "property", "operation", "value" })
        {
            if (!condition.Has(name))
            {
                condition.Missing(name);
            }
        }

        return new(
            condition.Choice("property", "Unknown", "Type", "Name", "Language", "FourCC", "Bitrate") ?? "Unknown",
            condition.Choice("operation", "Equal", "NotEqual") ?? "Equal",
            condition.Text("value", 1000));
    }
}
