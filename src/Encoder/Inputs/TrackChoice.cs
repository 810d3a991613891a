using System.Globalization;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Encoder.Probing;
using MediaPlatform.Media.Manifests;

namespace MediaPlatform.Encoder.Inputs;

/// <summary>The tracks that input definitions choose, mono tracks joined by their channel mappings.</summary>
internal static class TrackChoice
{
    private static readonly ChannelMapping[] Stereo = [ChannelMapping.StereoLeft, ChannelMapping.StereoRight];

    private static readonly ChannelMapping[] Surround =
    [
        ChannelMapping.FrontLeft, ChannelMapping.FrontRight, ChannelMapping.Center, ChannelMapping.LowFrequencyEffects, ChannelMapping.BackLeft, ChannelMapping.BackRight,
    ];

    private sealed record Chosen(int File, ProbedAudio Track, ChannelMapping? Mapping);

    /// <returns>Null when the input has no definition that speaks of sound.</returns>
    public static IReadOnlyList<SourceSound>? Sounds(IReadOnlyList<InputDefinition> definitions, IReadOnlyList<SourceFile> files)
    {
        var chosen = new List<Chosen>();
        foreach (var definition in definitions)
        {
            var groups = Groups(definition, files, probe => probe.Audios);
            foreach (var descriptor in definition.IncludedTracks.OfType<AudioTrackDescriptor>())
            {
                var found = groups.SelectMany(group => Matching(descriptor, group)).ToList();
                if (found.Count == 0 && descriptor is SelectAudioTrackById byId) throw JobErrors.Unsupported($"The input has no audio track {byId.TrackId}.");
                chosen.AddRange(found.Select(entry => new Chosen(entry.File, entry.Track, descriptor.ChannelMapping)));
            }
        }

        if (!definitions.Any(definition => definition.IncludedTracks.Any(track => track is AudioTrackDescriptor))) return null;
        if (chosen.Count == 0) throw JobErrors.Unsupported("The input has none of the audio tracks that the input definition names.");
        var sounds = chosen.Where(entry => entry.Mapping is null).Select(entry => new SourceSound(entry.File, [entry.Track], null)).ToList();
        Join(chosen, Stereo, "stereo", sounds);
        Join(chosen, Surround, "5.1", sounds);
        return sounds;
    }

    /// <returns>Null when the input has no definition that speaks of pictures.</returns>
    public static IReadOnlyList<(int File, ProbedVideo Track)>? Pictures(IReadOnlyList<InputDefinition> definitions, IReadOnlyList<SourceFile> files)
    {
        if (!definitions.Any(definition => definition.IncludedTracks.Any(track => track is VideoTrackDescriptor))) return null;
        var chosen = definitions
            .SelectMany(definition => Groups(definition, files, probe => probe.Videos)
                .SelectMany(group => definition.IncludedTracks.OfType<VideoTrackDescriptor>().SelectMany(descriptor => Matching(descriptor, group))))
            .Distinct().ToList();
        return chosen.Count > 0 ? chosen : throw JobErrors.Unsupported("The input has none of the video tracks that the input definition names.");
    }

    // A definition looks at the tracks of all files together, of each file by itself, or of one file.
    private static List<List<(int File, TTrack Track)>> Groups<TTrack>(
        InputDefinition definition, IReadOnlyList<SourceFile> files, Func<MediaProbe, IReadOnlyList<TTrack>> tracksOf)
    {
        var inside = files.Select((file, index) => (file, index))
            .Where(entry => definition is not InputFile { Filename: { Length: > 0 } name } || entry.file.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var byFile = inside.Select(entry => tracksOf(entry.file.Probe).Select(track => (entry.index, track)).ToList()).ToList();
        return definition is FromEachInputFile ? byFile : [[.. byFile.SelectMany(tracks => tracks)]];
    }

    private static IEnumerable<(int File, ProbedAudio Track)> Matching(AudioTrackDescriptor descriptor, List<(int File, ProbedAudio Track)> tracks) => descriptor switch
    {
        SelectAudioTrackById byId => ById(byId.TrackId, tracks),
        SelectAudioTrackByAttribute { Attribute: TrackAttribute.Language, Filter: AttributeFilter.ValueEquals } choice =>
            tracks.Where(entry => LanguageTag.AreEqual(entry.Track.Language, choice.FilterValue)),
        SelectAudioTrackByAttribute choice => ByBitrate(choice.Filter, choice.FilterValue, tracks, track => track.BitRate),
        _ => tracks,
    };

    private static IEnumerable<(int File, ProbedVideo Track)> Matching(VideoTrackDescriptor descriptor, List<(int File, ProbedVideo Track)> tracks) => descriptor switch
    {
        SelectVideoTrackById byId => ById(byId.TrackId, tracks),
        SelectVideoTrackByAttribute { Attribute: not TrackAttribute.Bitrate } => throw JobErrors.Unsupported("Video tracks are chosen by their bitrate only."),
        SelectVideoTrackByAttribute choice => ByBitrate(choice.Filter, choice.FilterValue, tracks, track => track.BitRate),
        _ => tracks,
    };

    private static IEnumerable<(int File, TTrack Track)> ById<TTrack>(long id, List<(int File, TTrack Track)> tracks) =>
        id >= 0 && id < tracks.Count ? [tracks[(int)id]] : [];

    private static IEnumerable<(int File, TTrack Track)> ByBitrate<TTrack>(
        AttributeFilter filter, string? value, List<(int File, TTrack Track)> tracks, Func<TTrack, long> bitrateOf) => filter switch
        {
            AttributeFilter.All => tracks,
            AttributeFilter.Top => tracks.OrderByDescending(entry => bitrateOf(entry.Track)).Take(1),
            AttributeFilter.Bottom => tracks.OrderBy(entry => bitrateOf(entry.Track)).Take(1),
            _ => tracks.Where(entry => bitrateOf(entry.Track).ToString(CultureInfo.InvariantCulture) == value),
        };

    private static void Join(List<Chosen> chosen, ChannelMapping[] places, string layout, List<SourceSound> sounds)
    {
        var parts = places.Select(place => chosen.Find(entry => entry.Mapping == place)).ToList();
        if (parts.TrueForAll(part => part is null)) return;
        if (parts.Exists(part => part is null)) throw JobErrors.Unsupported($"The channel mappings of the input definition do not make up {layout} sound.");
        if (parts.Select(part => part!.File).Distinct().Count() > 1) throw JobErrors.Unsupported("Mono tracks of several files cannot be joined.");
        sounds.Add(new SourceSound(parts[0]!.File, [.. parts.Select(part => part!.Track)], layout));
    }
}
