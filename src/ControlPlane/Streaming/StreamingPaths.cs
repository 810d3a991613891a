using MediaPlatform.Data.Streaming;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>The host-less URLs of a locator, in the order and form of the contract (control-plane.md section 7).</summary>
/// <param name="ServerManifests">Names of the .ism blobs of the asset; none yet leaves the paths of each entry empty.</param>
/// <param name="Files">Names of the blobs to download.</param>
internal sealed record StreamingPaths(Guid LocatorId, IReadOnlyList<string> ServerManifests, IReadOnlyList<string> Files)
{
    public ListPathsReply Of(StreamingPolicy policy)
    {
        (string Scheme, string? Tag, EnabledProtocols? Protocols)[] schemes =
        [
            ("NoEncryption", null, policy.NoEncryption?.EnabledProtocols),
            ("EnvelopeEncryption", "cbc", policy.EnvelopeEncryption?.EnabledProtocols),
            ("CommonEncryptionCenc", "cenc", policy.CommonEncryptionCenc?.EnabledProtocols),
            ("CommonEncryptionCbcs", "cbcs-aapl", policy.CommonEncryptionCbcs?.EnabledProtocols),
        ];
        return new(
            [.. schemes.SelectMany(one => Entries(one.Scheme, one.Tag, one.Protocols))],
            // Files are delivered as they are stored, so a policy has to allow that in the clear.
            policy.NoEncryption?.EnabledProtocols?.Download == true ? [.. Files.Select(Path)] : []);
    }

    private IEnumerable<StreamingPathReply> Entries(string scheme, string? tag, EnabledProtocols? protocols)
    {
        if (protocols?.Hls == true)
        {
            // Transport streams have no form of common encryption in counter mode.
            yield return Entry("Hls", scheme, tag == "cenc" ? "m3u8-cmaf" : "m3u8-aapl", tag);
        }

        if (protocols?.Dash == true)
        {
            yield return Entry("Dash", scheme, "mpd-time-csf", tag);
        }

        if (protocols?.SmoothStreaming == true)
        {
            yield return Entry("SmoothStreaming", scheme, null, tag);
        }
    }

    private StreamingPathReply Entry(string protocol, string scheme, string? format, string? tag)
    {
        string?[] parameters = [format is null ? null : "format=" + format, tag is null ? null : "encryption=" + tag];
        var inner = string.Join(',', parameters.OfType<string>());
        var suffix = inner.Length == 0 ? "/manifest" : $"/manifest({inner})";
        return new(protocol, scheme, [.. ServerManifests.Select(name => Path(name) + suffix)]);
    }

    private string Path(string file) => $"/{LocatorId}{new PathString("/" + file).ToUriComponent()}";
}

internal sealed record ListPathsReply(IReadOnlyList<StreamingPathReply> StreamingPaths, IReadOnlyList<string> DownloadPaths);

internal sealed record StreamingPathReply(string StreamingProtocol, string EncryptionScheme, IReadOnlyList<string> Paths);
