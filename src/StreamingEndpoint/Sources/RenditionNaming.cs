using System.Collections.Immutable;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// Turns the tracks of a server manifest into renditions with names that tell switching sets apart: tracks of one name
/// but another language, codec or purpose are no alternatives of each other.
/// </summary>
internal static class RenditionNaming
{
    private const string Reserved = "!*'();:@&=+$,/?%#[]\"\\ ";

    public static IReadOnlyList<RenditionSource> Name(IEnumerable<(ServerManifestTrack Track, string File, TrackIndex Index)> tracks)
    {
        var owners = new Dictionary<string, Content>(StringComparer.OrdinalIgnoreCase);
        var renditions = new List<RenditionSource>();
        foreach (var (track, file, index) in tracks)
        {
            var content = new Content(track.Kind, LanguageTag.Shorten(track.Language ?? index.Language), Coding(index.Format), track.DisplayName ?? track.Title ?? "", $"{track.Role}/{track.Accessibility}");
            var clean = Clean(track.UrlName);
            renditions.Add(new RenditionSource(file, index, Distinct(owners, clean, content))
            {
                GivenName = clean == track.UrlName ? null : track.UrlName,
                Bitrate = track.Bitrate,
                Language = track.Language,
                Label = track.DisplayName ?? track.Title,
                Role = track.Role ?? (track.IsCaption ? SwitchingSet.CaptionRole : null),
                Accessibility = track.Accessibility,
                Characteristics = track.HlsCharacteristics,
                IsDefault = track.IsDefault ?? false,
                IsForced = track.IsForced,
                IsHidden = !track.IsVisible,
            });
        }

        return renditions;
    }

    /// <summary>Gives the tracks of events names that no other track of the presentation has.</summary>
    public static ImmutableArray<EventTrack> Name(IEnumerable<EventTrack> tracks, Presentation presentation)
    {
        var used = new HashSet<string>(presentation.Sets.Select(set => set.TrackName), StringComparer.OrdinalIgnoreCase);
        var named = ImmutableArray.CreateBuilder<EventTrack>();
        foreach (var track in tracks)
        {
            var (name, candidate) = (Clean(track.Name), Clean(track.Name));
            for (var attempt = 2; !used.Add(candidate); attempt++)
            {
                candidate = $"{name}_{attempt}";
            }

            named.Add(track with { Name = candidate });
        }

        return named.ToImmutable();
    }

    // A player without Atmos or without HDR has to be able to pass by what needs it and still take the rest.
    private static string Coding(TrackFormat format)
    {
        var codec = format.Codec.ToString().ToLowerInvariant();
        return format.IsJoc ? codec + "_joc"
            : format.Colour is { IsPq: true } ? codec + "_pq"
            : format.Colour is { IsHlg: true } ? codec + "_hlg"
            : codec;
    }

    private static string Distinct(Dictionary<string, Content> owners, string name, Content content)
    {
        var candidate = name;
        for (var attempt = 0; !owners.TryAdd(candidate, content); attempt++)
        {
            if (owners[candidate] == content)
            {
                return candidate;
            }

            var detail = content.Kind == TrackKind.Video || content.Language.Length == 0 ? content.Coding : content.Language;
            candidate = attempt == 0 ? $"{name}_{detail}" : $"{name}_{detail}_{attempt}";
        }

        return candidate;
    }

    // Characters that the URL grammar uses itself cannot stand in a name, and its words cannot be one.
    private static string Clean(string name) =>
        UrlParameters.IsKey(name) ? name + "_"
        : name.AsSpan().IndexOfAny(Reserved) < 0 ? name
        : string.Concat(name.Select(c => Reserved.Contains(c, StringComparison.Ordinal) ? '_' : c));

    private readonly record struct Content(TrackKind Kind, string Language, string Coding, string Label, string Purpose);
}
