using System.Diagnostics.CodeAnalysis;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Names of the built-in presets, including the undocumented ones that samples use.</summary>
public static class BuiltInPresetNames
{
    private static readonly string[] Names =
    [
        "H264SingleBitrateSD", "H264SingleBitrate720p", "H264SingleBitrate1080p", "AdaptiveStreaming", "AACGoodQualityAudio", "DDGoodQualityAudio",
        "ContentAwareEncodingExperimental", "ContentAwareEncoding", "CopyAllBitrateNonInterleaved", "H264MultipleBitrate1080p",
        "H264MultipleBitrate720p", "H264MultipleBitrateSD", "H265ContentAwareEncoding", "H265AdaptiveStreaming", "H265SingleBitrate720p",
        "H265SingleBitrate1080p", "H265SingleBitrate4K", "saasCopyCodec", "saasProxyCopyCodec", "SaasSourceAligned360pOnly",
        "SaasSourceAligned540pOnly", "SaasSourceAligned360p", "SaasSourceAligned540p",
    ];

    private static readonly Dictionary<string, string> ByName = Names.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names in their canonical spelling.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>Finds the canonical spelling of a name written in any case.</summary>
    public static bool TryGetCanonical(string? name, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        return name is not null && ByName.TryGetValue(name, out canonical);
    }
}
