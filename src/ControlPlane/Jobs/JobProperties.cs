using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Documentation;
using MediaPlatform.ControlPlane.Transforms;
using MediaPlatform.Data;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.ControlPlane.Jobs;

/// <summary>Properties of a job in a reply.</summary>
internal sealed record JobProperties(
    DateTimeOffset Created,
    JobState State,
    string? Description,
    [property: DocumentedAs(typeof(JobInput))] JsonNode Input,
    DateTimeOffset LastModified,
    [property: DocumentedAs(typeof(List<JobOutputDefinition>))] JsonNode Outputs,
    Priority Priority,
    IReadOnlyDictionary<string, string> CorrelationData,
    DateTimeOffset? StartTime,
    DateTimeOffset? EndTime)
{
    public static string IdOf(Job job, Transform transform, AccountScope account) => account.ChildId($"transforms/{transform.Name}/jobs/{job.Name}");

    public static Resource<JobProperties> ToResource(Job job, Transform transform, AccountScope account) => new(
        job.Name,
        IdOf(job, transform, account),
        ArmIds.AccountType + "/transforms/jobs",
        new(
            job.Created,
            job.State,
            job.Description,
            WithoutQueries(JsonNode.Parse(job.InputJson)!),
            job.LastModified,
            LayerTypes.For(account, new JsonArray([.. job.Outputs.OrderBy(output => output.Index).Select(Output)])),
            job.Priority,
            job.CorrelationData,
            job.StartTime,
            job.EndTime),
        SystemDataReply.Of(job, account));

    private static JsonNode Output(JobOutput output) => JsonSerializer.SerializeToNode<JobOutputDefinition>(
        new JobOutputAsset
        {
            AssetName = output.AssetName,
            Error = Read<JobError>(output.ErrorJson),
            PresetOverride = Read<Preset>(output.PresetOverrideJson),
            State = output.State,
            Progress = output.Progress,
            Label = output.Label,
            StartTime = output.StartTime,
            EndTime = output.EndTime,
        },
        ContractJson.Options)!;

    private static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, ContractJson.Options);

    // Query strings of input URLs often hold a signature, so they are never given back.
    private static JsonNode WithoutQueries(JsonNode input)
    {
        if (input["@odata.type"]?.GetValue<string>() == "#Microsoft.Media.JobInputHttp")
        {
            Strip(input.AsObject(), "baseUri");
            if (input["files"] is JsonArray files)
            {
                input["files"] = new JsonArray([.. files.Select(file => (JsonNode?)Strip(file!.GetValue<string>()))]);
            }
        }

        foreach (var inner in (input["inputs"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            WithoutQueries(inner);
        }

        return input;
    }

    private static void Strip(JsonObject json, string name)
    {
        if (json[name]?.GetValue<string>() is { } url)
        {
            json[name] = Strip(url);
        }
    }

    private static string Strip(string url) => url.Split('?', 2)[0];
}
