using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Transforms;
using MediaPlatform.Data;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;

namespace MediaPlatform.ControlPlane.Jobs;

/// <summary>Reads the body of a job PUT.</summary>
internal static class JobBody
{
    /// <summary>Fills a new job; every mistake that the body alone shows is reported.</summary>
    public static void Apply(JsonObject json, Job job, Transform transform, LimitOptions limits, Mistakes mistakes)
    {
        var reader = new BodyReader(json, mistakes);
        if (reader.Object("properties") is not { } properties)
        {
            reader.Wrong("properties", "Properties can not be null.");
            return;
        }

        job.Description = properties.Text("description", 4000);
        job.Priority = properties.Choice<Priority>("priority") ?? Priority.Normal;
        job.CorrelationData = properties.Map("correlationData") ?? new Dictionary<string, string>();
        ReadInput(properties, job, limits);
        ReadOutputs(properties, job, transform);
    }

    private static void ReadInput(BodyReader properties, Job job, LimitOptions limits)
    {
        if (properties.Object("input") is not { } json)
        {
            properties.Missing("input");
            return;
        }

        var type = json.Text(ContractJson.TypeProperty, 100);
        if (Polymorphic.Read<JobInput>(json, $"The input type '{type}' of '{json.PathOf(ContractJson.TypeProperty)}' is not known.") is not { } input)
        {
            return;
        }

        new JobInputRules(json, limits).Check(input);
        job.InputJson = JsonSerializer.Serialize(input, ContractJson.Options);
    }

    private static void ReadOutputs(BodyReader properties, Job job, Transform transform)
    {
        var recipes = JsonSerializer.Deserialize<List<TransformOutput>>(transform.OutputsJson, ContractJson.Options)!;
        var outputs = properties.Objects("outputs");
        if (outputs.Count != recipes.Count)
        {
            properties.Wrong("outputs", $"The number of outputs of the job ({outputs.Count}) must be that of the transform ({recipes.Count}).");
        }

        foreach (var (index, (output, recipe)) in outputs.Zip(recipes).Index())
        {
            if (output.Text(ContractJson.TypeProperty) is { } type && type != ContractJson.TypePrefix + nameof(JobOutputAsset))
            {
                output.Wrong(ContractJson.TypeProperty, $"The output type '{type}' of '{output.PathOf(ContractJson.TypeProperty)}' is not known.");
            }

            job.Outputs.Add(new()
            {
                JobId = job.Id,
                Index = index,
                AssetName = output.RequiredText("assetName", 260),
                Label = output.Text("label", 500) is { Length: > 0 } label ? label : $"{recipe.Preset!.GetType().Name}_{index}",
                PresetOverrideJson = ReadOverride(output, recipe),
            });
        }
    }

    private static string? ReadOverride(BodyReader output, TransformOutput recipe)
    {
        if (!output.Has("presetOverride") || PresetReader.Read(output, "presetOverride") is not { } preset)
        {
            return null;
        }

        if (preset.GetType() != recipe.Preset!.GetType())
        {
            output.Wrong("presetOverride", $"The preset of '{output.PathOf("presetOverride")}' must be of the same type as that of the transform, {recipe.Preset.GetType().Name}.");
        }

        return JsonSerializer.Serialize(preset, ContractJson.Options);
    }
}
