using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data;
using MediaPlatform.Data.Transforms;

namespace MediaPlatform.ControlPlane.Transforms;

/// <summary>Reads the body of a transform PUT, or of a PATCH after the merge.</summary>
internal static class TransformBody
{
    private static readonly ReadOnlyMembers s_readOnly = new(
        "Transform", "id", "name", "type", "systemData.createdBy", "systemData.createdAt", "properties.created");

    public static void Apply(JsonObject json, Transform transform, AccountScope account, int mostOutputs)
    {
        var mistakes = new Mistakes();
        if (transform.Version != 0)
        {
            s_readOnly.Check(json, TransformProperties.ToResource(transform, account), mistakes);
        }

        var reader = new BodyReader(json, mistakes);
        if (reader.Object("properties") is { } properties)
        {
            transform.Description = properties.Text("description", 4000);
            transform.OutputsJson = JsonSerializer.Serialize(Outputs(properties, mostOutputs), ContractJson.Options);
        }
        else
        {
            reader.Wrong("properties", "Properties can not be null.");
        }

        mistakes.ThrowIfAny();
    }

    private static List<TransformOutput> Outputs(BodyReader properties, int most)
    {
        var outputs = new List<TransformOutput>();
        foreach (var output in properties.Objects("outputs"))
        {
            outputs.Add(new()
            {
                OnError = output.Choice<OnErrorType>("onError") ?? OnErrorType.StopProcessingJob,
                RelativePriority = output.Choice<Priority>("relativePriority") ?? Priority.Normal,
                Preset = PresetReader.Read(output, "preset"),
            });
        }

        if (outputs.Count == 0 || outputs.Count > most)
        {
            properties.Wrong("outputs", $"A transform needs between 1 and {most} outputs.");
        }

        return outputs;
    }
}
