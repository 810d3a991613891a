using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data;

namespace MediaPlatform.ControlPlane.Transforms;

/// <summary>Layers lost their <c>@odata.type</c> in 2021-11-01; older clients cannot read them without it.</summary>
internal static class LayerTypes
{
    private static readonly Dictionary<string, string> s_layerOfCodec = new()
    {
        ["H264Video"] = "H264Layer",
        ["H265Video"] = "H265Layer",
        ["JpgImage"] = "JpgLayer",
        ["PngImage"] = "PngLayer",
    };

    /// <summary>The JSON as a caller of this api-version reads it.</summary>
    public static JsonNode For(AccountScope account, JsonNode json)
    {
        if (!account.IsAtLeast("2021-11-01"))
        {
            AddTo(json);
        }

        return json;
    }

    private static void AddTo(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                AddTo(item);
            }
        }

        if (node is not JsonObject json)
        {
            return;
        }

        if (json[ContractJson.TypeProperty]?.GetValue<string>() is { } type && json["layers"] is JsonArray layers
            && s_layerOfCodec.TryGetValue(type[ContractJson.TypePrefix.Length..], out var name))
        {
            foreach (var layer in layers.OfType<JsonObject>().Where(layer => !layer.ContainsKey(ContractJson.TypeProperty)))
            {
                layer.Insert(0, ContractJson.TypeProperty, ContractJson.TypePrefix + name);
            }
        }

        foreach (var (_, child) in json)
        {
            AddTo(child);
        }
    }
}
