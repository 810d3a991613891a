using System.Globalization;
using System.Text;
using MediaPlatform.Media;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.TestKit;

/// <summary>Lays media out as AMS left it after a live event: a folder per track, a header and a blob per fragment.</summary>
public sealed class LiveArchive
{
    private const long Round = 90_000_000;

    private readonly List<(string Name, byte[] Bytes)> _blobs = [];
    private readonly StringBuilder _tracks = new();

    /// <summary>Name of the blob with the server manifest.</summary>
    public const string ManifestName = "event.ism";

    /// <summary>Added to every time of the source, in 100 ns.</summary>
    public long Shift { get; init; }

    /// <summary>As low latency events write it: CMAF with several chunks in a blob.</summary>
    public bool IsChunked { get; init; }

    /// <summary>How often the source is recorded, one after the other.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Further metas of the server manifest.</summary>
    public string Metas { get; init; } = "";

    public int Samples { get; private set; }

    /// <summary>Changes what is stored, by the name of the blob.</summary>
    public Func<string, byte[], byte[]> Damage { get; init; } = static (_, bytes) => bytes;

    /// <param name="folder">Name of the folder.</param>
    /// <param name="kind">Element of the server manifest.</param>
    /// <param name="source">A track with stored fragments in 100 ns.</param>
    /// <param name="reader">Its file.</param>
    /// <param name="missing">Fragments to leave out.</param>
    public async Task AddAsync(string folder, string kind, TrackIndex source, IMediaReader reader, params int[] missing)
    {
        var presentation = PresentationBuilder.Build([new RenditionSource("", source, kind)]);
        var rendition = presentation.Sets[0].Renditions[0];
        var flavour = IsChunked ? Fmp4Flavour.Cmaf : Fmp4Flavour.Smooth;
        Add($"{folder}/header", Fmp4Muxer.InitSegment(source, new InitSegmentOptions(flavour)));
        _tracks.Append(CultureInfo.InvariantCulture, $"<{kind} src=\"{folder}\" systemBitrate=\"{source.AverageBitrate}\"><param name=\"trackID\" value=\"1\" valuetype=\"data\"/><param name=\"trackName\" value=\"{kind}\" valuetype=\"data\"/></{kind}>");
        var plan = presentation.Sets[0].Plan;
        for (var number = 0; number < plan.Count * Times; number++)
        {
            var i = number % plan.Count;
            if (!missing.Contains(number))
            {
                var start = plan.Starts[i] + Shift + (Round * (number / plan.Count));
                Add($"{folder}/{start}", await FragmentAsync(source, rendition.Samples(i), (start, plan.DurationOf(i)), reader));
                Samples += rendition.Samples(i).Count;
            }
        }
    }

    public void AddTrack(string element) => _tracks.Append(element);

    public void Add(string name, byte[] bytes) => _blobs.Add((name, Damage(name, bytes)));

    /// <summary>All blobs, the server manifest last.</summary>
    /// <param name="formats">Content of the meta of that name.</param>
    public IEnumerable<(string Name, byte[] Bytes)> Blobs(string formats = "vod-fmp4") =>
    [
        .. _blobs,
        (ManifestName, Encoding.UTF8.GetBytes(
            $"<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head><meta name=\"formats\" content=\"{formats}\"/><meta name=\"clientManifestRelativePath\" content=\"event.ismc\"/>{Metas}</head><body><switch>{_tracks}</switch></body></smil>")),
    ];

    private async Task<byte[]> FragmentAsync(TrackIndex source, SampleRange samples, (long Start, long Duration) times, IMediaReader reader)
    {
        if (!IsChunked)
        {
            return await SegmentAsync(source, samples, new SegmentOptions(Fmp4Flavour.Smooth, 1) { Announced = times }, reader);
        }

        var half = samples.Count / 2;
        var first = await SegmentAsync(source, new(samples.First, half), new SegmentOptions(Fmp4Flavour.Cmaf, 1), reader);
        return [.. first, .. await SegmentAsync(source, new(samples.First + half, samples.Count - half), new SegmentOptions(Fmp4Flavour.Cmaf, 2) { OmitSegmentType = true }, reader)];
    }

    private static async Task<byte[]> SegmentAsync(TrackIndex track, SampleRange samples, SegmentOptions options, IMediaReader reader)
    {
        var layout = Fmp4Muxer.LayOut(track, samples, options);
        var bytes = new byte[layout.Length];
        layout.WriteHeader(bytes);
        var at = layout.HeaderLength;
        foreach (var range in Ranges(track, samples))
        {
            await reader.ReadFullyAsync(range.Offset, bytes.AsMemory(at, (int)range.Length), default);
            at += (int)range.Length;
        }

        return bytes;
    }

    private static List<ByteRange> Ranges(TrackIndex track, SampleRange samples)
    {
        var ranges = new List<ByteRange>();
        foreach (var range in track.Ranges(samples))
        {
            ranges.Add(range);
        }

        return ranges;
    }
}
