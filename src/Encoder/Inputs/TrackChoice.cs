using System.Globalization;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Inputs;

/// <summary>The sounds that input definitions choose, mono tracks joined by their channel mappings.</summary>
internal static class TrackChoice
{
    private static readonly ChannelMapping[] Stereo = [ChannelMapping.StereoLeft, ChannelMapping.StereoRight];

    private static readonly ChannelMapping[] Surround =
    [
        ChannelMapping.FrontLeft, ChannelMapping.FrontRight, ChannelMapping.Center, ChannelMapping.LowFrequencyEffects, ChannelMapping.BackLeft, ChannelMapping.BackRight,
    ];

    private sealed record Chosen(int File, ProbedAudio Track, ChannelMapping? Mapping);

    /// <returns>Null when the input has no definition that speaks of sound.</returns>
    public static IReadOnlyList<SourceSound>? Apply(IReadOnlyList<InputDefinition> definitions, List<SourceFile> files)
    {
        if (definitions.SelectMany(definition => definition.IncludedTracks).Any(track => track is VideoTrackDescriptor and not SelectVideoTrackByAttribute { Filter: AttributeFilter.Top, Attribute: TrackAttribute.Bitrate }))
        {
            throw JobErrors.Unsupported("Video tracks are chosen by the highest bitrate only.");
        }

        var chosen = definitions.SelectMany(definition => Select(definition, files)).ToList();
        if (!definitions.Any(definition => definition.IncludedTracks.Any(track => track is AudioTrackDescriptor))) return null;
        if (chosen.Count == 0) throw JobErrors.Unsupported("The input has none of the audio tracks that the input definition names.");
        var sounds = chosen.Where(entry => entry.Mapping is null).Select(entry => new SourceSound(entry.File, [entry.Track], null)).ToList();
        Join(chosen, Stereo, "stereo", sounds);
        Join(chosen, Surround, "5.1", sounds);
        return sounds;
    }

    private static IEnumerable<Chosen> Select(InputDefinition definition, List<SourceFile> files)
    {
        var inside = files.Select((file, index) => (file, index))
            .Where(entry => definition is not InputFile { Filename: { Length: > 0 } name } || entry.file.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var tracks = inside.SelectMany(entry => entry.file.Probe.Audios.Select(track => (entry.index, track))).ToList();
        return definition.IncludedTracks.OfType<AudioTrackDescriptor>()
            .SelectMany(descriptor => Matching(descriptor, tracks).Select(entry => new Chosen(entry.File, entry.Track, descriptor.ChannelMapping)));
    }

    private static IEnumerable<(int File, ProbedAudio Track)> Matching(AudioTrackDescriptor descriptor, List<(int File, ProbedAudio Track)> tracks) => descriptor switch
    {
        SelectAudioTrackById byId => byId.TrackId >= 0 && byId.TrackId < tracks.Count
            ? [tracks[(int)byId.TrackId]]
            : throw JobErrors.Unsupported($"The input has no audio track {byId.TrackId}."),
        SelectAudioTrackByAttribute byAttribute => ByAttribute(byAttribute, tracks),
        _ => tracks,
    };

    private static IEnumerable<(int File, ProbedAudio Track)> ByAttribute(SelectAudioTrackByAttribute choice, List<(int File, ProbedAudio Track)> tracks) => choice.Filter switch
    {
        AttributeFilter.All => tracks,
        AttributeFilter.Top => tracks.OrderByDescending(entry => entry.Track.BitRate).Take(1),
        AttributeFilter.Bottom => tracks.OrderBy(entry => entry.Track.BitRate).Take(1),
        _ when choice.Attribute == TrackAttribute.Language => tracks.Where(entry => entry.Track.Language.Equals(choice.FilterValue, StringComparison.OrdinalIgnoreCase)),
        _ => tracks.Where(entry => entry.Track.BitRate.ToString(CultureInfo.InvariantCulture) == choice.FilterValue),
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
