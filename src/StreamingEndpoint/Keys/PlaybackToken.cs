using MediaPlatform.Media.Manifests;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>
/// The token of a viewer, <c>token=</c> of a manifest URL. Some players cannot add a header to key requests, so it is handed
/// down to playlists and to the addresses of keys. It is not looked at: key delivery decides.
/// </summary>
/// <param name="Parameter">Name and value, escaped.</param>
internal sealed record PlaybackToken(string Parameter)
{
    private const string Name = "token";

    // What key delivery takes at most.
    /// <summary>Characters of the longest token that is handed on.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Null when there is none, or nothing is encrypted.</summary>
    /// <exception cref="OriginException">It is longer than any token.</exception>
    public static PlaybackToken? Of(HttpRequest request, in StreamingUrl url)
    {
        if (!request.QueryString.HasValue || url.Encryption == EncryptionTag.None || request.Query[Name] is not [{ Length: > 0 } value, ..])
        {
            return null;
        }

        return value.Length <= MaxLength
            ? new($"{Name}={Uri.EscapeDataString(value)}")
            : throw new OriginException(MpeErrors.BadUrlSyntax.Because("The token is too long."));
    }

    /// <summary>Options that carry the token.</summary>
    public ManifestOptions In(ManifestOptions options)
    {
        // Each signal once, so that tracks under one key are still seen as such.
        var carrying = new Dictionary<TrackSignal, TrackSignal>(ReferenceEqualityComparer.Instance);
        return options with
        {
            Query = "?" + Parameter,
            Protection = options.Protection is { } protection ? rendition => Carrying(protection(rendition)) : null,
        };

        TrackSignal? Carrying(TrackSignal? signal)
        {
            return signal is null ? null
                : carrying.TryGetValue(signal, out var known) ? known
                : carrying[signal] = signal.WithParameter(Parameter);
        }
    }
}
