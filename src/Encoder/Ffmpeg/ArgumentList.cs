using System.Globalization;

namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>Collects arguments, numbers written the same everywhere. Never a command line: nothing is quoted or split.</summary>
internal sealed class ArgumentList
{
    private readonly List<string> _arguments = [];

    public ArgumentList Add(params ReadOnlySpan<string> arguments)
    {
        _arguments.AddRange(arguments);
        return this;
    }

    public ArgumentList Option(string name, string value) => Add("-" + name, value);

    public ArgumentList Option(string name, long value) => Option(name, value.ToString(CultureInfo.InvariantCulture));

    public ArgumentList Option(string name, double value) => Option(name, value.ToString("0.######", CultureInfo.InvariantCulture));

    public IReadOnlyList<string> ToList() => [.. _arguments];
}
