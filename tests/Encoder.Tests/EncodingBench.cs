using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Inputs;
using MediaPlatform.Encoder.Outputs;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Encoder.Probing;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Tests;

/// <summary>Encodes shared media without catalog or blobs, in a folder of its own.</summary>
internal sealed class EncodingBench : IDisposable
{
    private readonly EncoderOptions _options = new() { SpeedPreset = "ultrafast", BalancedPreset = "ultrafast", QualityPreset = "ultrafast" };

    public string Folder { get; } = Directory.CreateTempSubdirectory("encoder-tests-").FullName;

    public Ffmpeg.ToolRunner Tools { get; } = new(TimeProvider.System);

    public MediaProber Prober => new(Tools, Options.Create(_options), TimeProvider.System);

    public Task<EncodedOutput> EncodeAsync(string media, string presetName, JobInputClip? clip = null) =>
        EncodeAsync(media, new BuiltInStandardEncoderPreset { PresetName = presetName }, clip);

    public Task<EncodedOutput> EncodeAsync(string media, Preset preset, JobInputClip? clip = null)
    {
        var path = Path.IsPathRooted(media) ? media : SharedFiles.Media(media);
        return EncodeAsync([path], preset, clip);
    }

    public Task<EncodedOutput> EncodeAsync(IEnumerable<string> paths, Preset preset, JobInputClip? clip = null)
    {
        var encoder = new OutputEncoder(new SourceReader(Prober), new PlanRunner(Tools, Options.Create(_options)), Options.Create(_options));
        var inputs = paths.Select(path => new InputFilePath(path, Path.GetFileName(path), "https://example.org/" + Path.GetFileName(path))).ToList();
        return encoder.EncodeAsync(preset, inputs, clip ?? new JobInputClip(), Folder, _ => { }, CancellationToken.None);
    }

    public static JobInputClip Clip(double start, double? end = null) => new()
    {
        Start = new AbsoluteClipTime { Time = TimeSpan.FromSeconds(start) },
        End = end is null ? null : new AbsoluteClipTime { Time = TimeSpan.FromSeconds(end.Value) },
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
