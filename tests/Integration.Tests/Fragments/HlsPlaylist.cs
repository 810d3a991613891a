using System.Globalization;
using System.Text.RegularExpressions;

namespace MediaPlatform.Integration.Tests.Fragments;

/// <summary>A media playlist.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Map">Its init segment; null for transport streams.</param>
/// <param name="Segments">Address and EXTINF in seconds.</param>
internal sealed partial record HlsPlaylist(string Name, bool IsVideo, Uri? Map, IReadOnlyList<(Uri Url, decimal Duration)> Segments)
{
    /// <summary>The media playlists of a master playlist, each once, without those of key frames.</summary>
    public static async Task<IReadOnlyList<HlsPlaylist>> OfMasterAsync(HttpClient client, string url)
    {
        var lines = (await client.GetStringAsync(url)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var audio = lines.Where(line => line.StartsWith("#EXT-X-MEDIA:", StringComparison.Ordinal)).Select(line => Quoted().Match(line).Groups[1].Value).ToList();
        var playlists = new List<HlsPlaylist>();
        foreach (var relative in audio.Concat(lines.Where(line => !line.StartsWith('#'))).Where(one => one.Length > 0).Distinct())
        {
            var variant = lines.FirstOrDefault(line => line == relative) is null ? "" : lines[Array.IndexOf(lines, relative) - 1];
            var isVideo = variant.Contains("RESOLUTION=", StringComparison.Ordinal);
            playlists.Add(await ReadAsync(client, new Uri(new Uri(url), relative), relative, isVideo));
        }

        return playlists;
    }

    private static async Task<HlsPlaylist> ReadAsync(HttpClient client, Uri url, string name, bool isVideo)
    {
        var segments = new List<(Uri Url, decimal Duration)>();
        var (map, duration) = ((Uri?)null, 0m);
        foreach (var line in (await client.GetStringAsync(url)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("#EXT-X-MAP:", StringComparison.Ordinal)) map = new Uri(url, Quoted().Match(line).Groups[1].Value);
            else if (line.StartsWith("#EXTINF:", StringComparison.Ordinal)) duration = decimal.Parse(line[8..line.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            else if (!line.StartsWith('#')) segments.Add((new Uri(url, line), duration));
        }

        return new(name, isVideo, map, segments);
    }

    [GeneratedRegex("URI=\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
