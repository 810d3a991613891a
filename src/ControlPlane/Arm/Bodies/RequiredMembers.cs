using System.Text.Json.Nodes;
using MediaPlatform.Data;

namespace MediaPlatform.ControlPlane.Arm.Bodies;

/// <summary>
/// Members that the contract requires in the parts of presets and job inputs (Encoding.json). The serializer would put a zero or an empty
/// text in their place: a clip without a time would begin on the first day of the calendar.
/// </summary>
internal static class RequiredMembers
{
    private static readonly Dictionary<string, string[]> s_ofType = new()
    {
        ["AbsoluteClipTime"] = ["time"],
        ["UtcClipTime"] = ["time"],
        ["SelectAudioTrackById"] = ["trackId"],
        ["SelectVideoTrackById"] = ["trackId"],
        ["SelectAudioTrackByAttribute"] = ["attribute", "filter"],
        ["SelectVideoTrackByAttribute"] = ["attribute", "filter"],
        ["AudioOverlay"] = ["inputLabel"],
        ["VideoOverlay"] = ["inputLabel"],
    };

    // Objects of one type only, so the contract gives them no name.
    private static readonly Dictionary<string, string[]> s_ofMember = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fadeIn"] = ["duration", "fadeColor"],
        ["fadeOut"] = ["duration", "fadeColor"],
        ["outputFiles"] = ["labels"],
    };

    /// <summary>Notes what is missing anywhere below the object, false when something is; null and an empty text or list are as good as nothing.</summary>
    public static bool Check(BodyReader reader) => Check(reader.Json, reader, "", "");

    private static bool Check(JsonNode? node, BodyReader reader, string path, string member)
    {
        var isComplete = true;
        if (node is JsonArray items)
        {
            foreach (var (index, item) in items.Index())
            {
                isComplete &= Check(item, reader, $"{path}[{index}]", member);
            }
        }
        else if (node is JsonObject json)
        {
            foreach (var name in Required(json, member).Where(name => IsEmpty(json[name])))
            {
                reader.Missing(Join(path, name));
                isComplete = false;
            }

            foreach (var (name, child) in json)
            {
                isComplete &= Check(child, reader, Join(path, name), name);
            }
        }

        return isComplete;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string[] Required(JsonObject json, string member) =>
        json[ContractJson.TypeProperty] is JsonValue value && value.TryGetValue<string>(out var type)
            ? type.StartsWith(ContractJson.TypePrefix, StringComparison.Ordinal) ? s_ofType.GetValueOrDefault(type[ContractJson.TypePrefix.Length..], []) : []
            : s_ofMember.GetValueOrDefault(member, []);

    private static bool IsEmpty(JsonNode? node) =>
        node is null or JsonArray { Count: 0 } || (node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0);
}
