using MediaPlatform.Data.Streaming;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>The host-less URLs of a locator, in the order and form of the contract (control-plane.md section 7).</summary>
/// <param name="ServerManifests">Names of the .ism blobs of the asset; none yet leaves the paths of each entry empty.</param>
/// <param name="Files">Names of the blobs to download.</param>
internal sealed record StreamingPaths(Guid LocatorId, IReadOnlyList<string> ServerManifests, IReadOnlyList<string> Files)
{
    // Transport streams, as AMS listed them, and the form for what they cannot carry.
    private const string Transport = "format=m3u8-aapl";
    private const string Cmaf = "format=m3u8-cmaf";
    private const string Dash = "format=mpd-time-csf";
    private const string Smooth = "";

    public ListPathsReply Of(StreamingPolicy policy) => new(
        [
            .. Entries("NoEncryption", null, policy.NoEncryption?.EnabledProtocols, (Transport, Dash, Smooth)),
            .. Entries("EnvelopeEncryption", "cbc", policy.EnvelopeEncryption?.EnabledProtocols, (Transport, Dash, Smooth)),
            .. Entries("CommonEncryptionCenc", "cenc", policy.CommonEncryptionCenc?.EnabledProtocols, Forms(policy.CommonEncryptionCenc)),
            .. Entries("CommonEncryptionCbcs", "cbcs-aapl", policy.CommonEncryptionCbcs?.EnabledProtocols, Forms(policy.CommonEncryptionCbcs)),
        ],
        // Files are delivered as they are stored, so a policy has to allow that in the clear.
        policy.NoEncryption?.EnabledProtocols?.Download == true ? [.. Files.Select(Path)] : []);

    // Transport streams have no form of counter mode. Smooth Streaming announces PlayReady alone.
    private static (string? Hls, string? Dash, string? Smooth) Forms(CommonEncryptionCenc? cenc)
    {
        var hasPlayReady = cenc?.Drm?.PlayReady is not null;
        var hasSystem = hasPlayReady || cenc?.Drm?.Widevine is not null || cenc?.ClearKeyEncryptionConfiguration is not null;
        return hasSystem ? (Cmaf, Dash, hasPlayReady ? Smooth : null) : default;
    }

    // In transport streams chaining mode is FairPlay's, which DASH in turn does not announce. Smooth Streaming has no form of it.
    private static (string? Hls, string? Dash, string? Smooth) Forms(CommonEncryptionCbcs? cbcs)
    {
        var hasOthers = cbcs?.Drm?.PlayReady is not null || cbcs?.Drm?.Widevine is not null || cbcs?.ClearKeyEncryptionConfiguration is not null;
        return (cbcs?.Drm?.FairPlay is not null ? Transport : hasOthers ? Cmaf : null, hasOthers ? Dash : null, null);
    }

    // What is enabled has its entry; a form that the origin refuses leaves it without paths, since a listed path has to play.
    private IEnumerable<StreamingPathReply> Entries(string scheme, string? tag, EnabledProtocols? protocols, (string? Hls, string? Dash, string? Smooth) forms)
    {
        if (protocols?.Hls == true)
        {
            yield return Entry("Hls", scheme, forms.Hls, tag);
        }

        if (protocols?.Dash == true)
        {
            yield return Entry("Dash", scheme, forms.Dash, tag);
        }

        if (protocols?.SmoothStreaming == true)
        {
            yield return Entry("SmoothStreaming", scheme, forms.Smooth, tag);
        }
    }

    private StreamingPathReply Entry(string protocol, string scheme, string? form, string? tag)
    {
        if (form is null)
        {
            return new(protocol, scheme, []);
        }

        var inner = string.Join(',', new[] { form, tag is null ? "" : "encryption=" + tag }.Where(parameter => parameter.Length > 0));
        var suffix = inner.Length == 0 ? "/manifest" : $"/manifest({inner})";
        return new(protocol, scheme, [.. ServerManifests.Select(name => Path(name) + suffix)]);
    }

    private string Path(string file) => $"/{LocatorId}{new PathString("/" + file).ToUriComponent()}";
}

internal sealed record ListPathsReply(IReadOnlyList<StreamingPathReply> StreamingPaths, IReadOnlyList<string> DownloadPaths);

internal sealed record StreamingPathReply(string StreamingProtocol, string EncryptionScheme, IReadOnlyList<string> Paths);
