using System.Text.Json;
using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Catalog;

/// <summary>The JSON form of columns that hold a document.</summary>
internal static class StoredJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
