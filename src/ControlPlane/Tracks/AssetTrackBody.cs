using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.Data;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>Reads the body of a track PUT, or of a PATCH after the merge.</summary>
internal static class AssetTrackBody
{
    private const int LongestText = 1000;

    private static readonly ReadOnlyMembers s_readOnly = new("AssetTrack", "id", "name", "type", "properties.track.bitRate");

    /// <param name="existing">The track as the manifest has it; null for a new one.</param>
    /// <param name="current">The reply of the existing track.</param>
    public static ServerManifestTrack Read(JsonObject json, string name, ServerManifestTrack? existing, object? current)
    {
        var mistakes = new Mistakes();
        if (current is not null)
        {
            s_readOnly.Check(json, current, mistakes);
        }

        var track = Read(new BodyReader(json, mistakes), name, existing);
        mistakes.ThrowIfAny();
        return track!;
    }

    private static ServerManifestTrack? Read(BodyReader reader, string name, ServerManifestTrack? existing)
    {
        if (reader.Object("properties") is not { } properties)
        {
            reader.Wrong("properties", "Properties can not be null.");
            return null;
        }

        if (properties.Object("track") is not { } track)
        {
            properties.Missing("track");
            return null;
        }

        var kind = Kind(track);
        if (kind is null || (existing is not null && existing.Kind != kind))
        {
            track.Wrong(ContractJson.TypeProperty, existing is null
                ? "The track must be of the type #Microsoft.Media.AudioTrack or #Microsoft.Media.TextTrack."
                : "The type of a track cannot be changed.");
            return null;
        }

        return Fill(track, existing ?? new() { Kind = kind.Value, Source = "", Name = name });
    }

    private static ServerManifestTrack Fill(BodyReader reader, ServerManifestTrack track)
    {
        if (track.Kind == TrackKind.Video)
        {
            if (track.Source.Length == 0)
            {
                reader.Wrong(ContractJson.TypeProperty, "Video tracks come from an encoding job or an upload and cannot be added.");
            }

            return track;
        }

        var hls = reader.Object("hlsSettings");
        var file = FileName(reader);
        var filled = track with
        {
            Source = track.TranscriptSource is not null && track.TranscriptSource == file ? track.Source : file,
            DisplayName = reader.Text("displayName", LongestText),
            IsDefault = hls?.Flag("default"),
            IsForced = hls?.Flag("forced") ?? false,
            HlsCharacteristics = hls?.Text("characteristics", LongestText),
        };
        return track.Kind == TrackKind.Audio
            ? filled with
            {
                Language = Language(reader, track.Language),
                Role = reader.Object("dashSettings")?.Text("role", LongestText),
                TrackId = TrackId(reader),
            }
            : filled with { IsVisible = reader.Choice("playerVisibility", "Hidden", "Visible") != "Hidden" };
    }

    // What stands in an old manifest may be sent back as it was read.
    private static string? Language(BodyReader reader, string? current)
    {
        var language = reader.Text("languageCode", 100);
        if (!string.IsNullOrEmpty(language) && language != current && !language.Equals("und", StringComparison.OrdinalIgnoreCase) && LanguageTag.Normalize(language).Length == 0)
        {
            reader.Wrong("languageCode", $"The value of '{reader.PathOf("languageCode")}' must be a language tag as RFC 5646 has it, such as 'en' or 'pt-BR'.");
        }

        return language;
    }

    private static uint? TrackId(BodyReader reader)
    {
        var id = reader.Int32("mpeg4TrackId");
        if (id <= 0)
        {
            reader.Wrong("mpeg4TrackId", $"The value of '{reader.PathOf("mpeg4TrackId")}' must be positive.");
        }

        return (uint?)id;
    }

    private static string FileName(BodyReader reader)
    {
        var name = reader.RequiredText("fileName", 260);
        if (name.AsSpan().ContainsAny("/\\:") || name.Any(char.IsControl))
        {
            reader.Wrong("fileName", $"The value of '{reader.PathOf("fileName")}' must be the name of a file in the asset's container.");
        }

        return name;
    }

    private static TrackKind? Kind(BodyReader track) => track.Text(ContractJson.TypeProperty) switch
    {
        ContractJson.TypePrefix + nameof(VideoTrack) => TrackKind.Video,
        ContractJson.TypePrefix + nameof(AudioTrack) => TrackKind.Audio,
        ContractJson.TypePrefix + nameof(TextTrack) => TrackKind.Text,
        _ => null,
    };
}
