using System.Text.RegularExpressions;

namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>How a tool ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and more after a signal.</param>
/// <param name="Output">Standard output as far as it was kept.</param>
/// <param name="ErrorTail">Last lines of standard error.</param>
/// <param name="Damage">Lines of standard error that tell of a frame that could not be decoded whole.</param>
/// <param name="Stalled">It was stopped because it made no progress.</param>
internal sealed partial record ToolResult(int ExitCode, string Output, IReadOnlyList<string> ErrorTail, int Damage, bool Stalled)
{
    public bool Succeeded => ExitCode == 0 && !Stalled;

    /// <summary>The last lines for people: without folders of this worker and addresses in memory.</summary>
    public string ErrorText => Noise().Replace(string.Join('\n', ErrorTail), "");

    [GeneratedRegex(@"file:/([^:\n]*/)?| @ 0x[0-9a-f]+")]
    private static partial Regex Noise();
}
