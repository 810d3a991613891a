using System.Text;

namespace MediaPlatform.Data.Blobs;

/// <summary>The names that every store accepts: Azure's rules, less what a file system cannot hold.</summary>
public static class BlobNames
{
    /// <summary>Azure's limit, in characters.</summary>
    private const int LongestBlob = 1024;

    /// <summary>Longest file name of usual file systems, in bytes.</summary>
    private const int LongestSegment = 255;

    public static void CheckAccount(string name)
    {
        if (!IsAccount(name)) throw new InvalidBlobNameException("A storage account name has 3 to 24 lower-case letters and digits.");
    }

    public static void CheckContainer(string name)
    {
        if (!IsContainer(name))
            throw new InvalidBlobNameException("A container name has 3 to 63 lower-case letters, digits and single hyphens inside.");
    }

    public static void CheckBlob(string name)
    {
        if (Fault(name) is { } fault) throw new InvalidBlobNameException(fault);
    }

    public static bool IsAccount(string name) =>
        name.Length is >= 3 and <= 24 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    public static bool IsContainer(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);

    private static string? Fault(string name)
    {
        if (name.Length is 0 or > LongestBlob) return "A blob name has 1 to 1024 characters.";
        foreach (var c in name)
        {
            if (char.IsControl(c) || c is '\\' or '\uFFFE' or '\uFFFF') return "A blob name has no control characters and no backslash.";
        }

        foreach (var segment in name.Split('/'))
        {
            if (segment is "" or "." or "..") return "A blob name has no empty, '.' or '..' segment.";
            if (Encoding.UTF8.GetByteCount(segment) > LongestSegment) return "A segment of a blob name has at most 255 bytes.";
        }

        return HasLoneSurrogate(name) ? "A blob name is well-formed Unicode." : null;
    }

    private static bool HasLoneSurrogate(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i])) continue;
            if (!char.IsHighSurrogate(name[i]) || i + 1 == name.Length || !char.IsLowSurrogate(name[i + 1])) return true;
            i++;
        }

        return false;
    }
}
