using System.Collections.Immutable;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Ism;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>
/// A track of the API may be several elements of a server manifest: its levels, which have one name. The origin offers them as one only
/// while they also agree in language, name for people and purpose, so a change is one of all.
/// </summary>
internal static class TrackLevels
{
    /// <param name="tracks">The elements of the manifest.</param>
    /// <param name="existing">The first level of the track as it is; null adds one.</param>
    /// <param name="track">As it shall be; null takes it away.</param>
    public static ImmutableArray<ServerManifestTrack> Change(ImmutableArray<ServerManifestTrack> tracks, ServerManifestTrack? existing, ServerManifestTrack? track)
    {
        if (existing is null || track is null)
        {
            return existing is null ? tracks.Add(track!) : tracks.RemoveAll(one => IsLevel(one, existing));
        }

        // Another file takes the place of all levels: they were the sound that it replaces.
        var isReplaced = track.Source != existing.Source || track.TrackId != existing.TrackId;
        return [.. tracks
            .Where(one => ReferenceEquals(one, existing) || !isReplaced || !IsLevel(one, existing))
            .Select(one => ReferenceEquals(one, existing) ? track : IsLevel(one, existing) ? Describe(one, track) : one)];
    }

    private static bool IsLevel(ServerManifestTrack one, ServerManifestTrack other) =>
        one.Kind == other.Kind && one.UrlName.Equals(other.UrlName, StringComparison.OrdinalIgnoreCase) && LanguageTag.AreEqual(one.Language, other.Language)
        && (one.DisplayName, one.Title, one.Role, one.Accessibility) == (other.DisplayName, other.Title, other.Role, other.Accessibility);

    private static ServerManifestTrack Describe(ServerManifestTrack level, ServerManifestTrack track) => level with
    {
        Language = track.Language,
        DisplayName = track.DisplayName,
        Role = track.Role,
        HlsCharacteristics = track.HlsCharacteristics,
        IsDefault = track.IsDefault,
        IsForced = track.IsForced,
        IsVisible = track.IsVisible,
    };
}
