namespace MediaPlatform.Bench.Origin;

/// <summary>One row: a URL and the ratio to reach.</summary>
/// <param name="Name">As in the table of figures.</param>
/// <param name="Path">URL path on our server.</param>
/// <param name="IsShortFragments">Asked of the server that cuts at 2 s.</param>
/// <param name="Bar">Requests per CPU second, ours over static nginx, that the C module made necessary.</param>
internal sealed record Case(string Name, string Path, bool IsShortFragments, double Bar)
{
    public static IReadOnlyList<Case> All(BenchData data)
    {
        var (ten, two, safe) = (data.Short, data.Long, data.Protected);
        string Level(string level) => $"QualityLevels({BenchData.BitrateOf(level)})";
        return
        [
            new("HLS master", $"{ten}/manifest(format=m3u8-cmaf)", false, 1.2),
            new("HLS playlist m10", $"{ten}/{Level("720p")}/Manifest(video,format=m3u8-cmaf)", false, 1.3),
            new("HLS playlist h2", $"{two}/{Level("720p")}/Manifest(video,format=m3u8-cmaf)", false, 1.0),
            new("MPD m10", $"{ten}/manifest(format=mpd-time-cmaf)", false, 1.0),
            new("MPD h2", $"{two}/manifest(format=mpd-time-cmaf)", false, 1.0),
            new("Smooth manifest h2", $"{two}/manifest(format=fmp4-v20)", false, 1.0),
            new("TS 1080p 6 s", $"{ten}/{Level("1080p")}/Fragments(video=60000000,format=m3u8-aapl)", false, 1.1),
            new("TS 720p 6 s", $"{ten}/{Level("720p")}/Fragments(video=60000000,format=m3u8-aapl)", false, 1.1),
            new("fMP4 1080p 6 s", $"{ten}/{Level("1080p")}/Fragments(video=60000000,format=m3u8-cmaf)", false, 1.4),
            new("fMP4 720p 6 s", $"{ten}/{Level("720p")}/Fragments(video=60000000,format=mpd-time-cmaf)", false, 1.4),
            new("fMP4 1080p 2 s", $"{ten}/{Level("1080p")}/Fragments(video=20000000,format=m3u8-cmaf)", true, 1.4),
            new("fMP4 180p 2 s", $"{ten}/{Level("180p")}/Fragments(video=20000000,format=m3u8-cmaf)", true, 1.0),
            new("Smooth 1080p 2 s", $"{ten}/{Level("1080p")}/Fragments(video=20000000)", true, 1.4),
            new("TS+AES-128 1080p 6 s", $"{safe}/{Level("1080p")}/Fragments(video=60000000,format=m3u8-aapl,encryption=cbc)", false, 0.7),
            new("fMP4+AES 1080p 6 s", $"{safe}/{Level("1080p")}/Fragments(video=60000000,format=m3u8-cmaf,encryption=cbc)", false, 0.7),
            new("cenc 1080p 6 s", $"{safe}/{Level("1080p")}/Fragments(video=60000000,format=mpd-time-cmaf,encryption=cenc)", false, 1.0),
            new("cenc 720p 6 s", $"{safe}/{Level("720p")}/Fragments(video=60000000,format=mpd-time-cmaf,encryption=cenc)", false, 1.0),
            new("cbcs 1080p 6 s", $"{safe}/{Level("1080p")}/Fragments(video=60000000,format=m3u8-cmaf,encryption=cbcs-aapl)", false, 1.1),
            new("Smooth PlayReady 2 s", $"{safe}/{Level("1080p")}/Fragments(video=20000000,encryption=cenc)", true, 1.0),
            new("audio fMP4 6 s", $"{ten}/QualityLevels(128000)/Fragments(audio=0,format=m3u8-cmaf)", false, 0.8),
            new("audio fMP4 2 s", $"{ten}/QualityLevels(128000)/Fragments(audio=0,format=m3u8-cmaf)", true, 0.8),
        ];
    }
}
