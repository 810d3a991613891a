using System.Globalization;
using MediaPlatform.Encoder.Ffmpeg;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Probing;

/// <summary>Examines an input file with ffprobe within bounds of time and memory, and refuses what is not media.</summary>
internal sealed class MediaProber(ToolRunner runner, IOptions<EncoderOptions> options, TimeProvider time)
{
    private static readonly string[] Lies = ["Invalid mvhd time scale", "Invalid mdhd time scale", "Picture size"];

    private readonly EncoderOptions _options = options.Value;

    public async Task<MediaProbe> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length == 0) throw JobErrors.Malformed("The input file is empty.");
        var result = await RunAsync(path, cancellationToken);
        if (!result.Succeeded) throw TextSign.Holds(path) ? JobErrors.ContentUnsupported("The input is text, not media.", result.ErrorText) : Failure(result);
        var probe = ProbeReader.Read(result.Output);
        Check(probe, result);
        return probe;
    }

    // A header that claims more than the memory of the examiner is a lie, no want of memory.
    private static JobFailedException Failure(ToolResult result) => result.ErrorText.Contains("Cannot allocate memory", StringComparison.Ordinal) || result.ExitCode >= 128
        ? JobErrors.Malformed("The input is damaged: its header claims more than the file can hold.", result.ErrorText)
        : FailureClassifier.Classify(result);

    private async Task<ToolResult> RunAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.ProbeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await runner.RunAsync(new ToolRun { Tool = _options.FfprobePath, Arguments = Arguments(path), MemoryLimit = _options.ProbeMemoryLimit }, null, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw JobErrors.Malformed("The input could not be examined in time.");
        }
    }

    private List<string> Arguments(string path) =>
    [
        "-hide_banner", "-loglevel", "error", "-print_format", "json", "-show_format", "-show_streams",
        .. InputSafety.Arguments(AcceptedFormats.Whitelist), "-max_pixels", _options.MaxPixels.ToString(CultureInfo.InvariantCulture),
        "-i", InputSafety.Url(path),
    ];

    private static void Check(MediaProbe probe, ToolResult result)
    {
        var lie = Lies.FirstOrDefault(sign => result.ErrorText.Contains(sign, StringComparison.Ordinal));
        if (lie is not null) throw JobErrors.Malformed("The input is damaged: its header makes no sense.", result.ErrorText);
        if (!AcceptedFormats.Holds(probe.FormatName)) throw JobErrors.ContentUnsupported($"Input of the kind '{probe.FormatName}' is not accepted.");
        if (probe.Videos.Count == 0 && probe.Audios.Count == 0) throw JobErrors.ContentUnsupported("The input has neither picture nor sound.", result.ErrorText);
        foreach (var video in probe.Videos)
        {
            if (video.Codec is "" or "unknown") throw JobErrors.ContentUnsupported("The input has a video track of an unknown kind.", result.ErrorText);
            if (video.Width < 2 || video.Height < 2 || video.PixelFormat.Length == 0)
            {
                throw JobErrors.Malformed("The input has a video track that does not decode.", result.ErrorText);
            }
        }

        foreach (var audio in probe.Audios)
        {
            if (audio.Codec is "" or "unknown" || audio.Channels == 0 || audio.SampleRate == 0)
            {
                throw JobErrors.Malformed("The input has an audio track that does not say how it is coded.", result.ErrorText);
            }
        }
    }
}
