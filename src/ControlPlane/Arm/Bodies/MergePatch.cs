using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.Data;

namespace MediaPlatform.ControlPlane.Arm.Bodies;

/// <summary>PATCH as a merge (RFC 7396): members that are absent keep their value, null clears, arrays are replaced whole.</summary>
internal static class MergePatch
{
    /// <summary>The resource as a client would read it, with the patch laid over it.</summary>
    public static JsonObject Apply<T>(T resource, JsonObject patch)
    {
        var current = JsonBody.Parse(JsonSerializer.SerializeToUtf8Bytes(resource, ContractJson.Options));
        Merge(current, patch);
        return current;
    }

    public static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing && !ChangesType(existing, inner))
            {
                Merge(existing, inner);
            }
            else
            {
                target.Remove(name);
                target[name] = value?.DeepClone();
            }
        }
    }

    // A polymorphic member that becomes another type shares nothing with what it was.
    private static bool ChangesType(JsonObject existing, JsonObject patch) =>
        patch[ContractJson.TypeProperty] is { } type && !JsonNode.DeepEquals(type, existing[ContractJson.TypeProperty]);
}
