using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Filters;
using MediaPlatform.StreamingEndpoint.Locators;
using MediaPlatform.TestKit;
using PresentationTimeRange = MediaPlatform.Data.Filters.PresentationTimeRange;

namespace MediaPlatform.StreamingEndpoint.Tests.Filters;

/// <summary>
/// Combinations of any filters: what is left is what all of them leave, the latest start and the earliest end decide, and neither the
/// order, nor saying one twice, nor where it is named changes anything.
/// </summary>
public sealed class FilterLawTests
{
    private const int Rounds = 1500;
    private const long Second = 10_000_000;
    private Presentation _presentation = null!;

    [OneTimeSetUp]
    public async Task BuildAsync()
    {
        var sources = new List<RenditionSource>();
        foreach (var file in new[] { "good/talk-480p30-42s.mp4", "good/three-languages-480p.mp4" })
        {
            using var reader = new FileMediaReader(SharedFiles.Media(file));
            foreach (var track in (await Mp4Parser.ReadAsync(reader)).Tracks)
            {
                sources.Add(new RenditionSource(file, track, $"{track.Format.Kind}{sources.Count}"));
            }
        }

        _presentation = PresentationBuilder.Build(sources, new FragmentGrid { Target = TimeSpan.FromSeconds(2) });
    }

    [Test]
    public void What_is_left_is_what_all_filters_leave()
    {
        var random = new Random(20261127);
        var empty = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var filters = Enumerable.Range(0, random.Next(1, 5)).Select(i => Filter(random, $"f{i}")).ToArray();
            var expected = Expected(filters);
            var names = filters.Select(filter => filter.Name).ToArray();
            Assert.That(Left(filters, [], names), Is.EqualTo(expected), $"round {round}");
            random.Shuffle(names);
            Assert.That(Left(filters, [], [.. names, names[0].ToUpperInvariant(), ""]), Is.EqualTo(expected), $"round {round}, in another order and twice");
            var split = random.Next(names.Length + 1);
            Assert.That(Left(filters, names[..split], names[split..]), Is.EqualTo(expected), $"round {round}, some by the locator");
            empty += expected.Count == 0 ? 1 : 0;
        }

        Assert.That(empty, Is.InRange(Rounds / 20, Rounds * 19 / 20));
    }

    [Test]
    public void A_further_filter_never_adds()
    {
        var random = new Random(2);
        for (var round = 0; round < Rounds; round++)
        {
            var filters = Enumerable.Range(0, 4).Select(i => Filter(random, $"f{i}")).ToArray();
            var before = Left(filters, [], ["f0"]);
            for (var count = 2; count <= 4; count++)
            {
                var after = Left(filters, [], [.. filters.Take(count).Select(filter => filter.Name)]);
                Assert.That(after.IsSubsetOf(before), $"round {round}");
                before = after;
            }
        }
    }

    private static StreamingFilter Filter(Random random, string name)
    {
        var filter = new StreamingFilter { Name = name };
        if (random.Next(3) > 0)
        {
            filter.Tracks = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new FilterTrackSelection([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Condition(random))]))];
        }

        if (random.Next(3) > 0)
        {
            long timescale = random.GetItems([1, 1000, 90_000, Second], 1)[0];
            var start = random.NextInt64(30 * timescale);
            filter.PresentationTimeRange = new PresentationTimeRange(
                random.Next(3) == 0 ? null : start, random.Next(3) == 0 ? null : start + 1 + random.NextInt64(20 * timescale), Timescale: timescale == Second ? null : timescale);
        }

        return filter;
    }

    private static FilterTrackPropertyCondition Condition(Random random)
    {
        var (property, values) = random.GetItems<(string, string[])>(
            [("Type", ["video", "audio"]), ("Language", ["en", "fra", "deu", "und"]), ("FourCC", ["avc1", "mp4a"]), ("Bitrate", ["0-100000", "100001-"]), ("Name", ["Video0", "audio1"])], 1)[0];
        return new(property, random.Next(3) > 0 ? "Equal" : "NotEqual", random.GetItems(values, 1)[0]);
    }

    /// <summary>Fragment by fragment, by the words of the documentation.</summary>
    private HashSet<(string Track, long Bitrate, long Start)> Expected(StreamingFilter[] filters)
    {
        var (start, end) = (0L, long.MaxValue);
        foreach (var range in filters.Select(filter => filter.PresentationTimeRange).OfType<PresentationTimeRange>())
        {
            var timescale = range.Timescale ?? Second;
            start = Math.Max(start, (range.StartTimestamp ?? 0) * Second / timescale);
            end = Math.Min(end, range.EndTimestamp is { } given ? given * Second / timescale : long.MaxValue);
        }

        var selections = filters.Select(FilterCompiler.Tracks).ToList();
        var left = new HashSet<(string, long, long)>();
        foreach (var set in _presentation.Sets)
        {
            foreach (var rendition in set.Renditions.Where(rendition => selections.TrueForAll(selection => selection.Keeps(set, rendition))))
            {
                for (var i = 0; i < set.Plan.Count && start < end; i++)
                {
                    var origin = _presentation.Timeline.Start;
                    if (set.Plan.Ends[i] - origin > start && set.Plan.Starts[i] - origin < end)
                    {
                        left.Add((set.TrackName, rendition.Bitrate, set.Plan.Starts[i]));
                    }
                }
            }
        }

        return left;
    }

    private HashSet<(string Track, long Bitrate, long Start)> Left(StreamingFilter[] filters, string[] ofLocator, string[] ofUrl)
    {
        try
        {
            var locator = new StreamingLocator { Name = "l", Filters = ofLocator };
            var model = new LocatorModel(new PublishedLocator(locator, new Asset { Name = "a" }, null, FilterSet.Empty, new FilterSet(filters), default), null!);
            var left = FilterResolver.Resolve(model, string.Join(';', ofUrl)).Apply(_presentation);
            return [.. left.Sets.SelectMany(set => set.Renditions.SelectMany(rendition => set.Plan.Starts.ToArray().Select(start => (set.TrackName, rendition.Bitrate, start))))];
        }
        catch (OriginException exception)
        {
            Assert.That(exception.Error.Code, Is.EqualTo("MPE_FILTER_REMOVED_ALL_STREAMS"));
            return [];
        }
    }
}
