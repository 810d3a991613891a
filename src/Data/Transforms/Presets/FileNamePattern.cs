using System.Text.RegularExpressions;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Resolves the macros of a file name pattern (encoding.md section 2.4); macros without a value vanish.</summary>
public static partial class FileNamePattern
{
    private const int ShortBasename = 32;
    private const int LongBasename = 64;

    /// <summary>The name that a pattern gives, with characters that blobs of assets may not have replaced.</summary>
    /// <param name="pattern">The pattern; macros in any letter case.</param>
    /// <param name="values">Values by the name of the macro in lower case.</param>
    public static string Resolve(string pattern, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(values);
        var name = Macro().Replace(pattern, match => values.GetValueOrDefault(match.Groups[1].Value.ToLowerInvariant(), ""));
        return Clean(name);
    }

    /// <summary>{Basename}: the name of the input without extension, cut to 32 characters, 64 when streams are copied.</summary>
    public static string Basename(string inputName, bool copies)
    {
        var name = Clean(Path.GetFileNameWithoutExtension(inputName));
        var length = copies ? LongBasename : ShortBasename;
        // A character of two code units is not cut in half: the rest of it would be no character at all.
        if (name.Length > length) name = name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)].TrimEnd();
        return name.Length == 0 ? "output" : name;
    }

    // Blob names of assets hold none of !*'();:@&=+$,/?%#[]" and no control characters.
    private static string Clean(string name) => Illegal().Replace(name, "_").Trim();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Macro();

    [GeneratedRegex(@"[!*'();:@&=+$,/\\?%#\[\]""<>|\x00-\x1f\x7f]")]
    private static partial Regex Illegal();
}
