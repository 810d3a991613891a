using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>An archive of a live event of three rounds of nine seconds, of which the second was lost, with captions and marks of advertisements in each; published once for all fixtures.</summary>
internal static class GappedArchive
{
    private static readonly Lazy<Task<Published>> Archive = new(PublishAsync);

    /// <summary>Where it is, and what it holds.</summary>
    /// <param name="Address">Address of the presentation.</param>
    /// <param name="Pictures">Frames of video.</param>
    /// <param name="Sounds">Frames of sound.</param>
    public sealed record Published(string Address, int Pictures, int Sounds);

    public static Task<Published> GetAsync() => Archive.Value;

    private static async Task<Published> PublishAsync()
    {
        using var pictures = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ismv"));
        using var sounds = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.isma"));
        var video = (await Mp4Parser.ReadAsync(pictures)).First(TrackKind.Video)!;
        var audio = (await Mp4Parser.ReadAsync(sounds)).First(TrackKind.Audio)!;
        // An encoder with a clock stamps what it sends, here on 14 July 2022.
        var archive = new LiveArchive { Shift = 16_578_000_000_000_001, Times = 3 };
        await archive.AddAsync("video_2862836", "video", video, pictures, missing: [2, 3]);
        await archive.AddAsync("audio_157582", "audio", audio, sounds, missing: [5, 6, 7, 8, 9]);
        archive.AddTrack("<textstream src=\"words.vtt\" systemLanguage=\"eng\"><param name=\"trackName\" value=\"words\"/><param name=\"textDisplayName\" value=\"Words\"/></textstream>");
        archive.Add("words.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nBefore\n\n00:12.000 --> 00:13.000\nLost\n\n00:19.000 --> 00:20.500\nBehind\n"u8.ToArray());
        // Players that know nothing of advertisements go on.
        archive.AddTrack(EventFragments.Element("ads", "ads", EventTrack.SpliceScheme));
        archive.Add("ads/header", EventFragments.Header(10_000_000));
        foreach (var (second, message) in new[] { (2, EventFragments.SpliceOut), (19, EventFragments.SpliceIn), (22, EventFragments.SpliceOut) })
        {
            var time = archive.Shift + (second * 10_000_000);
            archive.Add($"ads/{time}", EventFragments.Fragment(time, 20_000_000, (uint)second, 0, Convert.FromBase64String(message)));
        }

        return new(await PublishedMedia.AdoptAsync("gapped-archive", archive), 2 * video.SampleCount, 2 * audio.SampleCount);
    }
}
