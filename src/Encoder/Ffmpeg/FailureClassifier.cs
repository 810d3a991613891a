using MediaPlatform.Data.Jobs;

namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>Tells from the last words of ffmpeg or ffprobe which error a job ends with.</summary>
internal static class FailureClassifier
{
    private const int TooManyDecodeErrors = 69;

    private static readonly (string Sign, JobErrorCode Code, string Message)[] Rules =
    [
        ("No space left on device", JobErrorCode.ServiceTransientError, "The worker ran out of space."),
        ("Cannot allocate memory", JobErrorCode.ServiceTransientError, "The worker ran out of memory."),
        ("Format not on whitelist", JobErrorCode.ContentUnsupported, "The input is of a kind that is not accepted."),
        ("Not supported", JobErrorCode.ContentUnsupported, "The input uses a feature that is not supported."),
        ("Protocol '", JobErrorCode.ContentUnsupported, "The input refers to something outside itself."),
        ("not on whitelist", JobErrorCode.ContentUnsupported, "The input refers to something outside itself."),
        ("Decoding requested, but no decoder found", JobErrorCode.ContentUnsupported, "There is no decoder for the input."),
        ("Decoder (codec none) not found", JobErrorCode.ContentMalformed, "The input is damaged: a track does not say what it holds."),
        ("Could not find codec parameters", JobErrorCode.ContentMalformed, "The input is damaged: a track does not decode."),
        ("moov atom not found", JobErrorCode.ContentMalformed, "The input is damaged or cut off."),
        ("Error initializing filter", JobErrorCode.ConfigurationUnsupported, "The preset asks for a picture or sound that cannot be made from this input."),
        ("Error reinitializing filters", JobErrorCode.ConfigurationUnsupported, "The preset asks for a picture or sound that cannot be made from this input."),
        ("Unknown encoder", JobErrorCode.ConfigurationUnsupported, "This worker has no encoder for what the preset asks for."),
        ("Error initializing output stream", JobErrorCode.ConfigurationUnsupported, "The encoder refuses the settings of the preset."),
        ("Invalid data found when processing input", JobErrorCode.ContentMalformed, "The input is damaged or is not media."),
        ("Input/output error", JobErrorCode.ServiceTransientError, "The worker could not read or write a file."),
    ];

    public static JobFailedException Classify(ToolResult result)
    {
        var text = result.ErrorText;
        if (result.Stalled) return JobErrors.Transient("The encoder made no progress and was stopped.", text);
        if (result.ExitCode == TooManyDecodeErrors) return JobErrors.Malformed("The input is damaged: too little of it decodes.", text);
        foreach (var (sign, code, message) in Rules)
        {
            if (text.Contains(sign, StringComparison.Ordinal)) return JobErrors.Of(code, message, text);
        }

        return result.ExitCode >= 128
            ? JobErrors.Transient("The encoder was stopped by the system.", text)
            : JobErrors.Service($"The encoder failed with exit code {result.ExitCode}.", text);
    }
}
