using System.Text.Json.Serialization;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.Data;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>Properties of a track in a reply. Tracks live in the server manifest of their asset, not in the catalog.</summary>
internal sealed record AssetTrackProperties(TrackReply Track, string ProvisioningState)
{
    public const string Type = ArmIds.AccountType + "/assets/tracks";

    public static string IdOf(AssetScope asset, string track) => asset.Account.ChildId($"assets/{asset.Asset.Name}/tracks/{track}");

    public static Resource<AssetTrackProperties> ToResource(ServerManifestTrack track, AssetScope asset, string provisioningState = "Succeeded") =>
        new(track.UrlName, IdOf(asset, track.UrlName), Type, new(TrackReply.Of(track), provisioningState), null);
}

/// <summary>A track in the contract's form; a video track has no members but its type.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(VideoTrack), ContractJson.TypePrefix + nameof(VideoTrack))]
[JsonDerivedType(typeof(AudioTrack), ContractJson.TypePrefix + nameof(AudioTrack))]
[JsonDerivedType(typeof(TextTrack), ContractJson.TypePrefix + nameof(TextTrack))]
internal abstract record TrackReply
{
    public static TrackReply Of(ServerManifestTrack track) => track.Kind switch
    {
        TrackKind.Video => new VideoTrack(),
        TrackKind.Audio => new AudioTrack(
            track.Source, track.DisplayName, track.Language, Hls(track), track.Role is null ? null : new(track.Role), (int?)track.TrackId, (int?)track.Bitrate),
        _ => new TextTrack(
            track.TranscriptSource ?? track.Source, track.DisplayName, track.Language, track.IsVisible ? "Visible" : "Hidden", Hls(track)),
    };

    private static HlsSettings? Hls(ServerManifestTrack track) => track is { IsDefault: null, IsForced: false, HlsCharacteristics: null }
        ? null
        : new(track.IsDefault ?? false, track.IsForced, track.HlsCharacteristics);
}

internal sealed record VideoTrack : TrackReply;

internal sealed record AudioTrack(
    string FileName, string? DisplayName, string? LanguageCode, HlsSettings? HlsSettings, DashSettings? DashSettings, int? Mpeg4TrackId, int? BitRate) : TrackReply;

internal sealed record TextTrack(string FileName, string? DisplayName, string? LanguageCode, string PlayerVisibility, HlsSettings? HlsSettings) : TrackReply;

internal sealed record HlsSettings(bool Default, bool Forced, string? Characteristics);

internal sealed record DashSettings(string Role);
