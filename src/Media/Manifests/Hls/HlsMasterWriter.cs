using System.Globalization;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>Writes master playlists: the TS forms as AMS wrote them, the CMAF form with what players have learned since.</summary>
public static class HlsMasterWriter
{
    /// <param name="presentation">Tracks after filters.</param>
    /// <param name="form">Shape of the playlist.</param>
    /// <param name="options">Parameters for the listed URLs.</param>
    /// <param name="audioOnly">Whether a TS master ends with an audio-only variant.</param>
    public static byte[] Write(Presentation presentation, HlsForm form, ManifestOptions options, bool audioOnly = false) =>
        new Job(presentation, form, options).Write(audioOnly);

    /// <summary>Whether there is something to play: captions are listed beside pictures or sound, never alone.</summary>
    public static bool HasVariants(Presentation presentation) => ManifestNames.Listed(presentation).Any(set => set.Kind != TrackKind.Text);

    private sealed class Job
    {
        private readonly ManifestText _text = new();
        private readonly HlsForm _form;
        private readonly ManifestOptions _options;
        private readonly IReadOnlyList<SwitchingSet> _video;
        private readonly IReadOnlyList<SwitchingSet> _subtitles;
        private readonly IReadOnlyList<HlsAudioGroup> _audio;
        private readonly Dictionary<Rendition, (long Average, long Peak)> _measured = [];

        public Job(Presentation presentation, HlsForm form, ManifestOptions options)
        {
            _form = form;
            _options = options;
            _video = ManifestNames.Listed(presentation, TrackKind.Video);
            _subtitles = form == HlsForm.MuxedTs ? [] : ManifestNames.Listed(presentation, TrackKind.Text);
            _audio = HlsAudioGroup.From(ManifestNames.Listed(presentation, TrackKind.Audio));
        }

        public byte[] Write(bool audioOnly)
        {
            _text.Line("#EXTM3U");
            _text.Line($"#EXT-X-VERSION:{_form.Version()}");
            if (_form == HlsForm.Cmaf)
            {
                WriteIndependence();
                WriteSessionKeys();
            }

            WriteRenditions();
            foreach (var (set, rendition) in FirstLevelFirst(_video))
            {
                WriteLevel(set, rendition);
            }

            if (_video.Count == 0 || audioOnly)
            {
                WriteAudioVariants();
            }

            return _text.ToBytes();
        }

        // Speaks for all playlists, RFC 8216 4.3.5.1; open groups of pictures need the segment before.
        private void WriteIndependence()
        {
            if (!_video.SelectMany(set => set.Renditions).Any(rendition => rendition.Track.HasLeadingPictures))
            {
                _text.Line("#EXT-X-INDEPENDENT-SEGMENTS");
            }
        }

        private void WriteSessionKeys()
        {
            if (_options.Protection is { } protection)
            {
                var sets = _audio.SelectMany(group => group.Sets).Concat(_video).Concat(_subtitles);
                HlsKeyLines.WriteSession(_text, sets.SelectMany(set => set.Renditions).Select(protection));
            }
        }

        // Players start with the first variant of all, whichever set it is from.
        private IEnumerable<(SwitchingSet Set, Rendition Rendition)> FirstLevelFirst(IEnumerable<SwitchingSet> sets) =>
            sets.SelectMany(set => set.Renditions.Select(rendition => (set, rendition)))
                .OrderBy(level => level.rendition.Bitrate == _options.FirstBitrate ? 0 : 1);

        private void WriteRenditions()
        {
            if (_form != HlsForm.MuxedTs)
            {
                foreach (var group in _audio)
                {
                    WriteAudioGroup(group);
                }
            }

            foreach (var set in _subtitles)
            {
                WriteSubtitles(set);
            }

            WriteCaptions();
        }

        private void WriteAudioGroup(HlsAudioGroup group)
        {
            var chosen = group.Sets.FirstOrDefault(set => set.IsDefault) ?? group.Sets[0];
            foreach (var set in group.Sets)
            {
                var rendition = HlsAudioGroup.Best(set);
                var isDefault = ReferenceEquals(set, chosen) ? "YES" : "NO";
                _text.Add($"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"{group.Id}\",NAME=\"{Name(set, group.Sets)}\"");
                WriteLanguage(set);
                _text.Add($",DEFAULT={isDefault},AUTOSELECT=YES");
                WriteCharacteristics(set);
                if (_form == HlsForm.Cmaf)
                {
                    _text.Add($",CHANNELS=\"{Channels(rendition.Format)}\"");
                }

                _text.Line($",URI=\"{Playlist(set, rendition)}\"");
            }
        }

        private void WriteSubtitles(SwitchingSet set)
        {
            // One of a group at most, RFC 8216 4.3.4.1.1.
            var isDefault = ReferenceEquals(set, _subtitles.FirstOrDefault(one => one.IsDefault)) ? "YES" : "NO";
            var isForced = set.IsForced ? "YES" : "NO";
            _text.Add($"#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"{Name(set, _subtitles)}\"");
            WriteLanguage(set);
            _text.Add($",DEFAULT={isDefault},AUTOSELECT=YES,FORCED={isForced}");
            WriteCharacteristics(set);
            _text.Line($",URI=\"{Playlist(set, set.Renditions[^1])}\"");
        }

        /// <summary>Names are distinct within a group, RFC 8216 4.3.4.1: a label that stands there before is told apart by the track.</summary>
        private static string Name(SwitchingSet set, IReadOnlyList<SwitchingSet> group)
        {
            var used = new HashSet<string>(StringComparer.Ordinal);
            foreach (var other in group)
            {
                var label = ManifestNames.Quoted(ManifestNames.Display(other));
                var name = label;
                for (var attempt = 1; !used.Add(name); attempt++)
                {
                    var told = $"{label} ({ManifestNames.Quoted(other.TrackName)})";
                    name = attempt == 1 ? told : string.Create(CultureInfo.InvariantCulture, $"{told} {attempt}");
                }

                if (ReferenceEquals(other, set))
                {
                    return name;
                }
            }

            throw new ArgumentException("The group does not hold the set.", nameof(group));
        }

        private void WriteCaptions()
        {
            var services = Captions;
            if (services.HasFlag(CaptionServices.Cea708))
            {
                _text.Line("#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\",NAME=\"CEA708_CC\",DEFAULT=YES,INSTREAM-ID=\"SERVICE1\"");
            }

            if (services.HasFlag(CaptionServices.Cea608))
            {
                var isDefault = services.HasFlag(CaptionServices.Cea708) ? "" : "DEFAULT=YES,";
                _text.Line($"#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\",NAME=\"CEA608_CC\",{isDefault}INSTREAM-ID=\"CC1\"");
            }
        }

        private CaptionServices Captions =>
            _video.SelectMany(set => set.Renditions).Aggregate(CaptionServices.None, (all, rendition) => all | rendition.Format.Captions);

        private void WriteLanguage(SwitchingSet set)
        {
            // TS masters print the language as stored; CMAF follows RFC 5646.
            var language = LanguageTag.Normalize(set.Language) is { Length: > 0 } tag ? _form == HlsForm.Cmaf ? tag : set.Language : "";
            if (language.Length > 0)
            {
                _text.Add($",LANGUAGE=\"{ManifestNames.Quoted(language)}\"");
            }
        }

        private void WriteCharacteristics(SwitchingSet set)
        {
            var described = set.Kind == TrackKind.Audio && set.Accessibility == "description" ? "public.accessibility.describes-video" : "";
            var characteristics = set.Characteristics.Length > 0 ? set.Characteristics : described;
            if (characteristics.Length > 0)
            {
                _text.Add($",CHARACTERISTICS=\"{ManifestNames.Quoted(characteristics)}\"");
            }
        }

        private void WriteLevel(SwitchingSet set, Rendition rendition)
        {
            if (_audio.Count == 0)
            {
                WriteVariant(set, rendition, null);
            }

            foreach (var group in _form == HlsForm.MuxedTs ? _audio.Take(1) : _audio)
            {
                WriteVariant(set, rendition, group);
            }

            if (_form != HlsForm.MuxedTs)
            {
                WriteKeyFrames(set, rendition);
            }
        }

        private void WriteVariant(SwitchingSet set, Rendition rendition, HlsAudioGroup? group)
        {
            var codecs = string.Join(',', Codecs(rendition, group));
            _text.Add($"#EXT-X-STREAM-INF:BANDWIDTH={Bandwidth(set, rendition, group)}");
            if (_form == HlsForm.Cmaf)
            {
                _text.Add($",AVERAGE-BANDWIDTH={Average(set, rendition, group)}");
            }

            _text.Add($",RESOLUTION={rendition.Format.Width}x{rendition.Format.Height},CODECS=\"{codecs}\"");
            if (_form == HlsForm.Cmaf)
            {
                WritePictureAttributes(rendition);
            }

            WriteGroups(group);
            _text.Line("");
            _text.Line(Playlist(set, rendition));
        }

        private void WritePictureAttributes(Rendition rendition)
        {
            var frameRate = rendition.Track.AverageFrameRate;
            if (frameRate > 0)
            {
                _text.Add($",FRAME-RATE={frameRate.ToString("F3", CultureInfo.InvariantCulture)}");
            }

            WriteVideoRange(rendition);
        }

        private void WriteVideoRange(Rendition rendition)
        {
            if (rendition.Format.Colour is { } colour && (colour.IsPq || colour.IsHlg))
            {
                var range = colour.IsPq ? "PQ" : "HLG";
                _text.Add($",VIDEO-RANGE={range}");
            }
        }

        private void WriteGroups(HlsAudioGroup? group)
        {
            if (group is not null && _form != HlsForm.MuxedTs)
            {
                _text.Add($",AUDIO=\"{group.Id}\"");
            }

            if (_subtitles.Count > 0)
            {
                _text.Add(",SUBTITLES=\"subtitles\"");
            }

            if (Captions != CaptionServices.None)
            {
                _text.Add(",CLOSED-CAPTIONS=\"cc\"");
            }
        }

        private void WriteKeyFrames(SwitchingSet set, Rendition rendition)
        {
            var (format, group) = (rendition.Format, _audio.Count == 0 ? null : _audio[0]);
            // AMS repeats the figure of the variant; the CMAF form tells the truth about key frames alone.
            var bandwidth = _form == HlsForm.Cmaf ? HlsKeyFrames.PeakBitrate(rendition) : Bandwidth(set, rendition, group);
            _text.Add($"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={bandwidth},RESOLUTION={format.Width}x{format.Height},CODECS=\"{VideoCodec(rendition)}\"");
            if (_form == HlsForm.Cmaf)
            {
                WriteVideoRange(rendition);
            }

            _text.Line($",URI=\"QualityLevels({rendition.Bitrate})/Manifest({ManifestNames.Url(set.TrackName)}{_options.Tail},type=keyframes){_options.Query}\"");
        }

        private void WriteAudioVariants()
        {
            foreach (var group in _audio)
            {
                var set = group.Sets.FirstOrDefault(candidate => candidate.IsDefault) ?? group.Sets[0];
                // With a video the one variant is a fallback; without, every level of the audio is a choice.
                foreach (var (_, rendition) in _video.Count == 0 ? FirstLevelFirst([set]) : [(set, HlsAudioGroup.Best(set))])
                {
                    WriteAudioVariant(group, set, rendition);
                }
            }
        }

        private void WriteAudioVariant(HlsAudioGroup group, SwitchingSet set, Rendition rendition)
        {
            var bandwidth = HlsBandwidth.OfTrack(rendition.Bitrate);
            _text.Add($"#EXT-X-STREAM-INF:BANDWIDTH={(_form == HlsForm.Cmaf ? Math.Max(bandwidth, Measure(set, rendition).Peak) : bandwidth)}");
            if (_form == HlsForm.Cmaf)
            {
                _text.Add($",AVERAGE-BANDWIDTH={Measure(set, rendition).Average}");
            }

            _text.Add($",CODECS=\"{string.Join(',', [rendition.Format.CodecString, .. TextCodecs])}\"");
            WriteGroups(group);
            _text.Line("");
            _text.Line(Playlist(set, rendition));
        }

        private long Bandwidth(SwitchingSet set, Rendition rendition, HlsAudioGroup? group)
        {
            var audio = group?.Highest;
            var figure = HlsBandwidth.OfTrack(rendition.Bitrate) + (audio is null ? 0 : HlsBandwidth.OfTrack(audio.Bitrate));
            return _form == HlsForm.Cmaf
                ? Math.Max(figure, Measure(set, rendition).Peak + MeasureGroup(group).Peak)
                : figure;
        }

        private long Average(SwitchingSet set, Rendition rendition, HlsAudioGroup? group) =>
            Measure(set, rendition).Average + MeasureGroup(group).Average;

        // Each is named in several lines, and a viewer waits for the measuring.
        private (long Average, long Peak) Measure(SwitchingSet set, Rendition rendition) =>
            _measured.TryGetValue(rendition, out var known) ? known : _measured[rendition] = HlsBandwidth.Measure(set, rendition, _options.Protection?.Invoke(rendition)?.Scheme);

        private (long Average, long Peak) MeasureGroup(HlsAudioGroup? group)
        {
            var figures = (group?.Sets ?? []).Select(set => Measure(set, HlsAudioGroup.Best(set))).ToList();
            return figures.Count == 0 ? (0, 0) : (figures.Max(figure => figure.Average), figures.Max(figure => figure.Peak));
        }

        private IEnumerable<string> Codecs(Rendition rendition, HlsAudioGroup? group)
        {
            var audio = group is null ? [] : _form == HlsForm.MuxedTs ? group.Codecs.Take(1) : group.Codecs;
            return [VideoCodec(rendition), .. audio, .. TextCodecs];
        }

        // Text in MP4 must be named, or players take it for WebVTT.
        private IEnumerable<string> TextCodecs =>
            _form == HlsForm.Cmaf ? _subtitles.Select(set => set.Renditions[^1].Format.CodecString).Distinct() : [];

        // Apple's players want hvc1; it is true where no parameter set stands in the stream.
        private string VideoCodec(Rendition rendition) =>
            _form == HlsForm.Cmaf && rendition.Format.ParameterSetsComplete && rendition.Format.CodecString.StartsWith("hev1", StringComparison.Ordinal)
                ? string.Concat("hvc1", rendition.Format.CodecString.AsSpan(4))
                : rendition.Format.CodecString;

        private static string Channels(TrackFormat format) =>
            format.IsJoc ? string.Create(CultureInfo.InvariantCulture, $"{format.JocComplexity}/JOC") : format.Channels.ToString(CultureInfo.InvariantCulture);

        private string Playlist(SwitchingSet set, Rendition rendition) =>
            string.Create(CultureInfo.InvariantCulture, $"QualityLevels({rendition.Bitrate})/Manifest({ManifestNames.Url(set.TrackName)}{_options.Tail}){_options.Query}");
    }
}
