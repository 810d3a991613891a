using System.Globalization;
using System.Text.RegularExpressions;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Filters of the picture: first those that all renditions share, then those of each.</summary>
internal static partial class VideoFilters
{
    private const string ToSdr =
        "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p";

    /// <summary>What happens once to the decoded picture, up to a constant frame rate that starts at 0.</summary>
    public static string Shared(SourceMedia source, Filters filters, Rational frameRate, bool keepHdr)
    {
        var track = source.Video!.Track;
        var chain = new List<string>(TurnBack(track, filters));
        if (track.MayBeInterlaced && filters.Deinterlace?.Mode != DeinterlaceMode.Off) chain.Add(Deinterlace(filters.Deinterlace?.Parity));
        chain.AddRange(Crop(track, filters));
        chain.AddRange(Turn(filters.Rotation ?? Rotation.Auto));
        if (track.IsHdr && !keepHdr) chain.Add(Colours(track) + ToSdr);
        chain.Add($"fps=fps={frameRate}:start_time=0");
        // A header may promise a little more than there is; the last picture fills the rest, so that sound and picture end together.
        var hold = FrameCount(source.Hold + source.Tolerance, frameRate);
        chain.Add(string.Create(CultureInfo.InvariantCulture, $"tpad=stop={hold}:stop_mode=clone,trim=end_frame={FrameCount(source.Duration, frameRate)}"));
        chain.AddRange(Fades(filters, source.Duration, frameRate.Value));
        return string.Join(',', chain);
    }

    /// <summary>Scales the shared picture to one rendition.</summary>
    public static string Scale(VideoRendition video, ProbedVideo track)
    {
        var content = video.Content ?? video.Size;
        var scale = string.Create(CultureInfo.InvariantCulture, $"scale={content.Width}:{content.Height}:flags=bicubic:out_range=tv,");
        return $"{scale}{Bars(video.Size, video.Content)}setsar=1,format={video.PixelFormat}{Tags(track)}";
    }

    /// <summary>One picture out of the frames of a short span.</summary>
    public static string Still(SourceMedia source, Filters filters, ImageRecipe image)
    {
        var track = source.Video!.Track;
        var chain = new List<string>(TurnBack(track, filters));
        if (track.MayBeInterlaced && filters.Deinterlace?.Mode != DeinterlaceMode.Off) chain.Add(Deinterlace(filters.Deinterlace?.Parity));
        chain.AddRange(Crop(track, filters));
        chain.AddRange(Turn(filters.Rotation ?? Rotation.Auto));
        if (track.IsHdr) chain.Add(Colours(track) + ToSdr);
        if (image.Best) chain.Add("thumbnail=100");
        var content = image.Content ?? image.Size;
        chain.Add(string.Create(CultureInfo.InvariantCulture, $"scale={content.Width}:{content.Height}:flags=bicubic,{Bars(image.Size, image.Content)}setsar=1"));
        return string.Join(',', chain);
    }

    public static long FrameCount(double duration, Rational frameRate) => Math.Max(1, (long)Math.Round(duration * frameRate.Value, MidpointRounding.AwayFromZero));

    private static string Bars(PictureSize size, PictureSize? content) =>
        content is null ? "" : string.Create(CultureInfo.InvariantCulture, $"pad={size.Width}:{size.Height}:-1:-1:black,");

    private static string Deinterlace(DeinterlaceParity? parity)
    {
        var first = parity switch
        {
            DeinterlaceParity.TopFieldFirst => "tff",
            DeinterlaceParity.BottomFieldFirst => "bff",
            _ => "auto",
        };
        return $"bwdif=mode=send_frame:parity={first}:deint=interlaced";
    }

    // The rectangle is in displayed, square pixels; the picture still has those of the file.
    private static IEnumerable<string> Crop(ProbedVideo track, Filters filters)
    {
        var autorotated = (filters.Rotation ?? Rotation.Auto) == Rotation.Auto;
        var shown = autorotated ? track.DisplaySize : (track with { Rotation = 0 }).DisplaySize;
        if (PictureGeometry.CropOf(shown, filters.Crop) is not { } crop) yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"scale={shown.Width}:{shown.Height},setsar=1");
        yield return string.Create(CultureInfo.InvariantCulture, $"crop={crop.Size.Width}:{crop.Size.Height}:{crop.Left}:{crop.Top}");
    }

    // A fixed turn starts from the picture as it lies. Only by turning it as the file asks does ffmpeg forget the wish; else players would turn it once more.
    private static string[] TurnBack(ProbedVideo track, Filters filters) => filters.Rotation is null or Rotation.Auto or Rotation.None
        ? []
        : track.Rotation switch
        {
            90 => Turn(Rotation.Rotate270),
            180 => Turn(Rotation.Rotate180),
            270 => Turn(Rotation.Rotate90),
            _ => [],
        };

    private static string[] Turn(Rotation rotation) => rotation switch
    {
        Rotation.Rotate90 => ["transpose=clock"],
        Rotation.Rotate180 => ["hflip", "vflip"],
        Rotation.Rotate270 => ["transpose=cclock"],
        _ => [],
    };

    private static IEnumerable<string> Fades(Filters filters, double duration, double frameRate)
    {
        if (filters.FadeIn is { } fadeIn)
        {
            var start = FadeTime(fadeIn.Start, duration, frameRate) ?? 0;
            yield return Fade("in", start, FadeTime(fadeIn.Duration, duration, frameRate), fadeIn.FadeColor);
        }

        if (filters.FadeOut is { } fadeOut)
        {
            var length = FadeTime(fadeOut.Duration, duration, frameRate);
            var start = FadeTime(fadeOut.Start, duration, frameRate) ?? Math.Max(0, duration - (length ?? 0));
            yield return Fade("out", start, length, fadeOut.FadeColor);
        }
    }

    private static string Fade(string kind, double start, double? length, string colour)
    {
        if (length is not > 0) throw JobErrors.Unsupported("A fade has no duration.");
        return string.Create(CultureInfo.InvariantCulture, $"fade=t={kind}:st={start:0.###}:d={length:0.###}:color={ColourOf(colour)}");
    }

    private static double? FadeTime(string? text, double duration, double frameRate) => ImageSets.Position(text, duration, frameRate);

    private static string ColourOf(string colour)
    {
        if (NamedOrHex().IsMatch(colour)) return colour.StartsWith('#') ? "0x" + colour[1..] : colour;
        var parts = Rgb().Match(colour);
        if (!parts.Success) throw JobErrors.Unsupported($"'{colour}' is no colour.");
        var bytes = Enumerable.Range(1, 3).Select(group => Math.Min(255, int.Parse(parts.Groups[group].Value, CultureInfo.InvariantCulture)));
        return "0x" + string.Concat(bytes.Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));
    }

    // zscale finds no way between colours that the frames do not name.
    private static string Colours(ProbedVideo track) =>
        $"setparams=color_primaries={Or(track.ColorPrimaries, "bt2020")}:color_trc={track.ColorTransfer}:colorspace={Or(track.ColorSpace, "bt2020nc")},";

    // Players guess colours by the size of the picture when a stream does not say; the size of a rung must not change them.
    private static string Tags(ProbedVideo track)
    {
        if (track.ColorSpace.Length > 0 || track.IsHdr) return "";
        var colours = track.Height >= 720 ? "bt709" : "smpte170m";
        return $",setparams=color_primaries={colours}:color_trc={colours}:colorspace={colours}";
    }

    private static string Or(string value, string otherwise) => value is "" or "unknown" ? otherwise : value;

    [GeneratedRegex(@"^([A-Za-z]{3,20}|#[0-9A-Fa-f]{6}|0x[0-9A-Fa-f]{6})$")]
    private static partial Regex NamedOrHex();

    [GeneratedRegex(@"^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$")]
    private static partial Regex Rgb();
}
