namespace MediaPlatform.Encoder.Probing;

/// <summary>Tells text from damaged media, so that the owner of a job learns which of the two it is.</summary>
internal static class TextSign
{
    private const int Sample = 512;

    public static bool Holds(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[Sample];
        var length = file.ReadAtLeast(start, Sample, throwOnEndOfStream: false);
        return length > 0 && !start[..length].ContainsAnyInRange((byte)0, (byte)8) && !start[..length].ContainsAnyInRange((byte)14, (byte)31);
    }
}
