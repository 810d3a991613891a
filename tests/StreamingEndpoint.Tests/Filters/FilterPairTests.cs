using MediaPlatform.Data.Filters;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Filters;
using MediaPlatform.TestKit;
using PresentationTimeRange = MediaPlatform.Media.Presentations.PresentationTimeRange;

namespace MediaPlatform.StreamingEndpoint.Tests.Filters;

/// <summary>Every condition with every other, side by side in one entry and as alternatives, against a plain list of the tracks.</summary>
public sealed class FilterPairTests
{
    private static readonly string[] Properties = ["Type", "Name", "Language", "FourCC", "Bitrate"];

    private readonly List<Row> _rows = [];
    private Presentation _presentation = null!;

    [OneTimeSetUp]
    public async Task BuildAsync()
    {
        var sources = new List<RenditionSource>();
        foreach (var (file, name, language) in new[]
        {
            ("ams-asset-mbr/BigBuckBunny_400.mp4", "video", "und"), ("ams-asset-mbr/BigBuckBunny_1500.mp4", "video", "und"),
            ("good/bbb-hevc-hev1-720p.mp4", "uhd", "und"),
        })
        {
            sources.Add(await SourceAsync(file, TrackKind.Video, name, language));
        }

        sources.Add(await SourceAsync("ams-asset-mbr/BigBuckBunny_400.mp4", TrackKind.Audio, "aac_eng", "eng"));
        sources.Add(await SourceAsync("good/eac3-51.mp4", TrackKind.Audio, "ec3_fra", "fra"));
        _presentation = PresentationBuilder.Build(sources);
        foreach (var set in _presentation.Sets)
        {
            _rows.AddRange(set.Renditions.Select(rendition => new Row(
                set.Kind.ToString().ToLowerInvariant(), set.TrackName, set.Language, rendition.Format.SampleEntryType.ToString(), rendition.Bitrate)));
        }
    }

    [Test]
    public void Conditions_of_one_entry_must_all_hold() => ForEachPair((first, second) =>
        Check([[first, second]], row => Holds(first, row) && Holds(second, row)));

    [Test]
    public void One_of_the_entries_must_hold() => ForEachPair((first, second) =>
        Check([[first], [second]], row => Holds(first, row) || Holds(second, row)));

    [Test]
    public void Combined_filters_leave_what_each_of_them_leaves() => ForEachPair((first, second) =>
    {
        var left = Kept(new CompiledFilter([Compile([[first]]), Compile([[second]])], PresentationTimeRange.All, null));
        Assert.That(left, Is.EqualTo(_rows.Where(row => Holds(first, row) && Holds(second, row))), $"{first} and {second}");
    });

    private void ForEachPair(Action<FilterTrackPropertyCondition, FilterTrackPropertyCondition> check)
    {
        var conditions = Properties.SelectMany(property => Values(property).SelectMany(value => new[] { "Equal", "NotEqual" }
            .Select(operation => new FilterTrackPropertyCondition(property, operation, value)))).ToList();
        Assert.That(conditions, Has.Count.EqualTo(30));
        foreach (var first in conditions)
        {
            foreach (var second in conditions)
            {
                check(first, second);
            }
        }
    }

    private void Check(FilterTrackPropertyCondition[][] entries, Func<Row, bool> expected)
    {
        var left = Kept(new CompiledFilter([Compile(entries)], PresentationTimeRange.All, null));
        Assert.That(left, Is.EqualTo(_rows.Where(expected)), string.Join(" or ", entries.Select(entry => string.Join(" and ", entry.Select(one => one.ToString())))));
    }

    private List<Row> Kept(CompiledFilter filter)
    {
        try
        {
            return [.. filter.Apply(_presentation).Sets.SelectMany(set => set.Renditions.Select(rendition => new Row(
                set.Kind.ToString().ToLowerInvariant(), set.TrackName, set.Language, rendition.Format.SampleEntryType.ToString(), rendition.Bitrate)))];
        }
        catch (OriginException exception)
        {
            Assert.That(exception.Error.Code, Is.EqualTo("MPE_FILTER_REMOVED_ALL_STREAMS"));
            return [];
        }
    }

    private static TrackSelection Compile(FilterTrackPropertyCondition[][] entries) =>
        FilterCompiler.Tracks(new StreamingFilter { Name = "f", Tracks = [.. entries.Select(entry => new FilterTrackSelection(entry))] });

    // Letter case, two-letter languages and open ranges as the documentation uses them.
    private static string[] Values(string property) => property switch
    {
        "Type" => ["Video", "audio", "text"],
        "Name" => ["VIDEO", "uhd", "nobody"],
        "Language" => ["en", "fra", "de"],
        "FourCC" => ["avc1", "HEV1", "EC-3"],
        _ => ["0-500000", "500001-", "-1"],
    };

    private static bool Holds(FilterTrackPropertyCondition condition, Row row)
    {
        var isEqual = condition.Property switch
        {
            "Type" => row.Type.Equals(condition.Value, StringComparison.OrdinalIgnoreCase),
            "Name" => row.Name.Equals(condition.Value, StringComparison.OrdinalIgnoreCase),
            "Language" => row.Language == condition.Value switch { "en" => "eng", var other => other },
            "FourCC" => row.FourCC.Equals(condition.Value, StringComparison.OrdinalIgnoreCase),
            _ => condition.Value switch { "0-500000" => row.Bitrate <= 500_000, "500001-" => row.Bitrate > 500_000, _ => row.Bitrate <= 1 },
        };
        return isEqual == (condition.Operation == "Equal");
    }

    private static async Task<RenditionSource> SourceAsync(string file, TrackKind kind, string name, string language)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(file));
        return new RenditionSource(file, (await Mp4Parser.ReadAsync(reader)).First(kind)!, name) { Language = language };
    }

    private sealed record Row(string Type, string Name, string Language, string FourCC, long Bitrate);
}
