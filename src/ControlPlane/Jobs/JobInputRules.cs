using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.Data.Jobs;

namespace MediaPlatform.ControlPlane.Jobs;

/// <summary>What can be wrong about a job input before anything is fetched (encoding.md section 3).</summary>
internal sealed class JobInputRules(BodyReader json, LimitOptions limits)
{
    private const int LongestUrl = 4000;
    private int _inputs;

    public void Check(JobInput input)
    {
        Check(input, "");
        if (_inputs > limits.InputsPerJob)
        {
            json.Mistakes.Add(json.PathOf("inputs"), $"A job has at most {limits.InputsPerJob} inputs.");
        }
    }

    /// <summary>Names of the assets that an input reads.</summary>
    public static IEnumerable<string> AssetsOf(JobInput input) => input switch
    {
        JobInputAsset asset => [asset.AssetName],
        JobInputs inputs => inputs.Inputs.SelectMany(AssetsOf),
        JobInputSequence sequence => sequence.Inputs.SelectMany(AssetsOf),
        _ => [],
    };

    private void Check(JobInput input, string path)
    {
        switch (input)
        {
            case JobInputAsset asset:
                Count(asset, path);
                Require(asset.AssetName.Length > 0, path + "assetName", "is required");
                break;
            case JobInputHttp http:
                Count(http, path);
                CheckUrls(http, path);
                break;
            case JobInputClip clip:
                Count(clip, path);
                break;
            case JobInputs inputs:
                CheckAll(inputs.Inputs, path);
                break;
            case JobInputSequence sequence:
                CheckAll(sequence.Inputs, path);
                break;
        }
    }

    private void CheckAll(IReadOnlyList<JobInput> inputs, string path)
    {
        Require(inputs.Count > 0, path + "inputs", "must hold at least one input");
        foreach (var (index, input) in inputs.Index())
        {
            Check(input, $"{path}inputs[{index}].");
        }
    }

    private void Count(JobInputClip clip, string path)
    {
        _inputs++;
        Require(clip.Files.All(file => file.Length is > 0 and <= LongestUrl), path + "files", $"must hold names of 1 to {LongestUrl} characters");
    }

    private void CheckUrls(JobInputHttp http, string path)
    {
        Require(http.Files.Count > 0, path + "files", "must hold at least one file");
        if (http.BaseUri is { Length: > 0 } text)
        {
            Require(IsHttp(text), path + "baseUri", "must be an http or https address");
        }
        else
        {
            Require(http.Files.All(IsHttp), path + "files", "must be http or https addresses when there is no baseUri");
        }
    }

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    private void Require(bool isRight, string path, string rule)
    {
        if (!isRight)
        {
            json.Mistakes.Add(json.PathOf(path), $"The property '{json.PathOf(path)}' {rule}.");
        }
    }
}
