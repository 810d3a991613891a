using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.Data;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.ControlPlane.Arm.Replies;

/// <summary>systemData of a reply; the stored form keeps the same members.</summary>
internal static class SystemDataReply
{
    /// <summary>Null, so that the member is left out, on rows that the system made and for clients older than 2020-05-01.</summary>
    public static SystemData? Of(NamedResource row, string version) =>
        !ApiVersions.IsAtLeast(version, "2020-05-01") || (row.Audit.CreatedAt is null && row.Audit.LastModifiedAt is null) ? null : row.Audit;

    public static SystemData? Of(NamedResource row, AccountScope account) => Of(row, account.Version);

    /// <summary>With all members, also those that are null, as streaming endpoints have it.</summary>
    public static JsonObject? WithNulls(NamedResource row, string version) => !ApiVersions.IsAtLeast(version, "2020-05-01")
        ? null
        : new()
        {
            ["createdBy"] = row.Audit.CreatedBy,
            ["createdByType"] = row.Audit.CreatedByType,
            ["createdAt"] = Time(row.Audit.CreatedAt),
            ["lastModifiedBy"] = row.Audit.LastModifiedBy,
            ["lastModifiedByType"] = row.Audit.LastModifiedByType,
            ["lastModifiedAt"] = Time(row.Audit.LastModifiedAt),
        };

    private static JsonNode? Time(DateTimeOffset? time) => time is null ? null : JsonSerializer.SerializeToNode(time.Value, ContractJson.Options);
}
