using System.Globalization;
using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Urls;

/// <summary>Reads the paths that AMS published, old forms included.</summary>
internal static class UrlParser
{
    private const int GuidLength = 36;

    /// <summary>Whether the path begins with something of the shape of a locator id.</summary>
    public static bool IsStreamingPath(string path) => path.Length > GuidLength + 1 && path[GuidLength + 1] == '/' && path[9] == '-' && path[14] == '-';

    /// <summary>
    /// The path with one slash in front: an address put together from <c>https://host/</c> and a listed path has two, and AMS answered those.
    /// </summary>
    public static string WithOneSlash(string path)
    {
        var extra = path.AsSpan().IndexOfAnyExcept('/') - 1;
        return extra > 0 ? path[extra..] : path;
    }

    /// <summary>Takes a decoded path apart; answers null and the URL, or the error to reply with.</summary>
    public static MpeError? Parse(string path, out StreamingUrl url)
    {
        url = default;
        if (path.Length < GuidLength + 3 || path[0] != '/' || path[GuidLength + 1] != '/'
            || !Guid.TryParseExact(path.AsSpan(1, GuidLength), "D", out var locatorId))
        {
            return MpeErrors.ResourceNotFound;
        }

        var rest = path.AsMemory(GuidLength + 2);
        var slash = rest.Span.IndexOf('/');
        if (slash < 0)
        {
            url = new() { Kind = RequestKind.Download, LocatorId = locatorId, FileName = rest };
            return null;
        }

        var fileName = rest[..slash];
        return IsServerManifest(fileName.Span)
            ? ParsePresentation(new() { Kind = RequestKind.Manifest, LocatorId = locatorId, FileName = fileName }, rest[(slash + 1)..], out url)
            : MpeErrors.ResourceNotFound;
    }

    private static bool IsServerManifest(ReadOnlySpan<char> name) =>
        (name.Length > 4 && name.EndsWith(".ism", StringComparison.OrdinalIgnoreCase))
        || (name.Length > 5 && name.EndsWith(".isml", StringComparison.OrdinalIgnoreCase));

    private static MpeError? ParsePresentation(StreamingUrl seed, ReadOnlyMemory<char> rest, out StreamingUrl url)
    {
        url = seed;
        if (TakeKeyword(ref rest, "manifest"))
        {
            return ParseManifest(ref url, rest);
        }

        return TakeKeyword(ref rest, "QualityLevels") ? ParseQualityLevel(ref url, rest) : UrlFaults.Resource;
    }

    private static MpeError? ParseManifest(ref StreamingUrl url, ReadOnlyMemory<char> rest)
    {
        var parameters = new UrlParameters { TrackAllowed = false };
        if (rest.Length > 0 && rest.Span[0] == '(')
        {
            if (parameters.Parse(ref rest) is { } error)
            {
                return error;
            }
        }

        url = parameters.ApplyTo(url);
        return IsManifestSuffix(rest.Span) ? null : UrlFaults.ManifestEnd;
    }

    private static MpeError? ParseQualityLevel(ref StreamingUrl url, ReadOnlyMemory<char> rest)
    {
        var close = rest.Span.IndexOf(')');
        if (close < 2 || rest.Span[0] != '(' || close + 1 >= rest.Length || rest.Span[close + 1] != '/'
            || !TryParseNumber(rest.Span[1..close], out var bitrate))
        {
            return UrlFaults.QualityLevel;
        }

        url = url with { Bitrate = bitrate };
        rest = rest[(close + 2)..];
        if (TakeKeyword(ref rest, "Fragments"))
        {
            return ParseFragment(ref url, rest, RequestKind.Fragment);
        }

        if (TakeKeyword(ref rest, "KeyFrames"))
        {
            return ParseFragment(ref url, rest, RequestKind.KeyFrame);
        }

        return TakeKeyword(ref rest, "Manifest") ? ParseMediaPlaylist(ref url, rest) : UrlFaults.SubResource;
    }

    private static MpeError? ParseMediaPlaylist(ref StreamingUrl url, ReadOnlyMemory<char> rest)
    {
        var parameters = new UrlParameters { TrackAllowed = true };
        if (parameters.Parse(ref rest) is { } error)
        {
            return error;
        }

        if (parameters.TrackName.IsEmpty || !parameters.TrackValue.IsEmpty || !IsManifestSuffix(rest.Span)
            || parameters.Format.Protocol() != StreamingProtocol.Hls)
        {
            return UrlFaults.Playlist;
        }

        url = parameters.ApplyTo(url) with
        {
            Kind = parameters.KeyFrames ? RequestKind.KeyFramePlaylist : RequestKind.MediaPlaylist,
        };
        return null;
    }

    private static MpeError? ParseFragment(ref StreamingUrl url, ReadOnlyMemory<char> rest, RequestKind kind)
    {
        var parameters = new UrlParameters { TrackAllowed = true };
        if (parameters.Parse(ref rest) is { } error)
        {
            return error;
        }

        var value = parameters.TrackValue.Span;
        var isInit = value.Equals("i", StringComparison.OrdinalIgnoreCase);
        long time = 0;
        if (parameters.TrackName.IsEmpty || parameters.KeyFrames || !rest.IsEmpty
            || (isInit ? kind == RequestKind.KeyFrame : !TryParseNumber(value, out time)))
        {
            return UrlFaults.Fragment;
        }

        url = parameters.ApplyTo(url) with { Kind = isInit ? RequestKind.Init : kind, Time = time };
        return kind == RequestKind.KeyFrame ? DropKeyFrameSuffix(ref url) : null;
    }

    // Key frames carry the suffix "_track" after the name of their track.
    private static MpeError? DropKeyFrameSuffix(ref StreamingUrl url)
    {
        const string suffix = "_track";
        var name = url.TrackName;
        if (name.Length <= suffix.Length || !name.Span.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            || url.Format.Protocol() != StreamingProtocol.Hls)
        {
            return UrlFaults.KeyFrame;
        }

        url = url with { TrackName = name[..^suffix.Length] };
        return null;
    }

    private static bool TakeKeyword(ref ReadOnlyMemory<char> rest, string keyword)
    {
        if (!rest.Span.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        rest = rest[keyword.Length..];
        return true;
    }

    private static bool IsManifestSuffix(ReadOnlySpan<char> suffix) =>
        suffix.IsEmpty
        || suffix.Equals(".m3u8", StringComparison.OrdinalIgnoreCase)
        || suffix.Equals(".mpd", StringComparison.OrdinalIgnoreCase);

    /// <summary>Plain decimal digits up to 2^63 - 1; no sign, no white space, no leading zero, so that a fragment has one URL.</summary>
    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 19
            && (text.Length == 1 || text[0] != '0')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
