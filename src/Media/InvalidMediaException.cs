namespace MediaPlatform.Media;

/// <summary>A stored file is not what it claims to be. Carries where in the file the fault was seen.</summary>
public sealed class InvalidMediaException : Exception
{
    public InvalidMediaException(string message, string boxPath = "", long offset = -1, Exception? inner = null)
        : base(Describe(message, boxPath, offset), inner)
    {
        BoxPath = boxPath;
        Offset = offset;
    }

    /// <summary>Boxes from the root to the faulty one, for example <c>moov/trak/mdia</c>; empty outside boxes.</summary>
    public string BoxPath { get; }

    /// <summary>Byte position in the file, or -1 when it is not known.</summary>
    public long Offset { get; }

    private static string Describe(string message, string boxPath, long offset) => (boxPath, offset) switch
    {
        ("", < 0) => message,
        ("", _) => $"{message} (byte {offset})",
        (_, < 0) => $"{message} ({boxPath})",
        _ => $"{message} ({boxPath}, byte {offset})",
    };
}
