using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests;

/// <summary>The shared sample files by what they are for.</summary>
internal static class SampleMedia
{
    private static readonly string[] Extensions = [".mp4", ".mov", ".m4a", ".ismv", ".isma"];

    /// <summary>Every good file of the MP4 family, relative to the media folder.</summary>
    public static IEnumerable<string> Mp4Files() =>
        from folder in new[] { "good", "ams-asset-mbr", "ams-asset-smooth", "refuse" }
        from name in SharedFiles.MediaNames(folder)
        where Extensions.Contains(Path.GetExtension(name))
        select $"{folder}/{name}";

    /// <summary>Those whose codecs fragmented MP4 carries to players.</summary>
    public static IEnumerable<string> PackageableFiles() => Mp4Files().Where(path => !path.Contains("prores") && !path.StartsWith("refuse/", StringComparison.Ordinal));
}
