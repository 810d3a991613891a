using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>An action beside the contract: makes uploaded MP4 files streamable, for which AMS left its customers a desktop tool.</summary>
internal static class ServerManifestEndpoints
{
    public static void MapServerManifests(this IEndpointRouteBuilder account) =>
        account.MapPost("assets/{assetName}/createServerManifest", Create).WithTags("Assets").Operation("Assets_CreateServerManifest", ApiVersions.Metadata);

    private static async Task<IResult> Create(AssetScope asset, JsonBody body, ServerManifestMaker maker, CancellationToken cancellationToken)
    {
        var made = await maker.MakeAsync(asset, NameOf(body), cancellationToken);
        return ArmReply.Created(new ServerManifestReply(
            made.FileName, [.. made.Manifest.Tracks.Select(ManifestTrackReply.Of)], [.. made.Ignored.Select(one => new IgnoredFileReply(one.Name, one.Reason))]));
    }

    private static string? NameOf(JsonBody body)
    {
        var mistakes = new Mistakes();
        var reader = new BodyReader(body.Json, mistakes);
        var name = reader.Text("manifestName", 260);
        if (name is not null && !IsName(name))
        {
            reader.Wrong("manifestName", "The value of 'manifestName' must be a file name that ends in .ism, without a folder and without characters that URLs reserve.");
        }

        mistakes.ThrowIfAny();
        return name;
    }

    private static bool IsName(string name) =>
        name.Length > 4 && name.EndsWith(".ism", StringComparison.OrdinalIgnoreCase) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ' ');
}

internal sealed record CreateServerManifestInput(string? ManifestName);

internal sealed record ServerManifestReply(string ManifestName, IReadOnlyList<ManifestTrackReply> Tracks, IReadOnlyList<IgnoredFileReply> IgnoredFiles);

internal sealed record ManifestTrackReply(string Name, string Kind, string FileName, long? BitRate, string? LanguageCode, int? Mpeg4TrackId)
{
    public static ManifestTrackReply Of(ServerManifestTrack track) => new(
        track.UrlName, track.Kind switch { TrackKind.Video => "Video", TrackKind.Audio => "Audio", _ => "Text" }, track.Source, track.Bitrate, track.Language, (int?)track.TrackId);
}

internal sealed record IgnoredFileReply(string FileName, string Reason);
