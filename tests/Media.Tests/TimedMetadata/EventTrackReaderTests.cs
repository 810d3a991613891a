using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TimedMetadata;

/// <summary>Sparse tracks of live encoders are read with their times, and damage is refused.</summary>
public sealed class EventTrackReaderTests
{
    [Test]
    public void A_message_happens_some_time_after_it_came_in()
    {
        byte[] file = [.. EventFragments.Header(90_000), .. EventFragments.Fragment(900_000, 2_700_000, 7, 360_000, [1, 2, 3])];

        var one = EventTrackReader.Read(file, 10_000_000).Single();

        Assert.That((one.Start, one.Duration, one.Id), Is.EqualTo((140_000_000L, 300_000_000L, 7u)));
        Assert.That(one.Message.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [TestCase("0000001474666864000000080000000100000708")]
    [TestCase("00000010746668640000000000000001", "000000147472756E000001000000000100000708")]
    [TestCase("00000014746668640000000800000001000000FF", "000000187472756E00000101000000010000004000000708")]
    public void Where_the_time_is_that_of_decoding_the_sample_says_how_long(params string[] boxes)
    {
        var traf = Box("traf", [.. boxes.SelectMany(Convert.FromHexString), .. Box("tfdt", [0, 0, 0, 0, 0, 0, 0x27, 0x10])]);

        var one = EventTrackReader.Read((byte[])[.. Box("moof", traf), .. Box("mdat", [0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0, 1, 2, 3])], 1000).Single();

        Assert.That((one.Start, one.Duration), Is.EqualTo((100_000_000L, 18_000_000L)));
    }

    private static byte[] Box(string type, byte[] body) => [0, 0, 0, (byte)(body.Length + 8), .. type.Select(letter => (byte)letter), .. body];

    [Test]
    public void The_last_of_one_time_and_identifier_holds_and_others_stay_apart()
    {
        byte[] file =
        [
            .. EventFragments.Fragment(30, 0, 2, 0, [5]), .. EventFragments.Fragment(10, 0, 1, 10, [1]), .. EventFragments.Fragment(15, 0, 1, 5, [2]),
            .. EventFragments.Fragment(30, 0, 3, 0, [6]),
        ];

        var events = EventTrackReader.Read(file, 10_000_000);

        Assert.That(events.Select(one => (one.Start, one.Id, one.Message.Span[0])), Is.EqualTo(new[] { (20L, 1u, (byte)2), (30L, 2u, (byte)5), (31L, 3u, (byte)6) }));
    }

    [Test]
    public void Messages_of_other_versions_without_text_or_beyond_all_clocks_are_passed_over()
    {
        var other = EventFragments.Fragment(10, 0, 1, 0, [1]);
        other[^10] = 9; // the lowest byte of the version
        byte[] file = [.. other, .. EventFragments.Fragment(10, 0, 1, 0, []), .. EventFragments.Fragment(-5, 0, 1, 0, [1]), .. EventFragments.Fragment(1, 0, 4, 0, [1])];

        Assert.That(EventTrackReader.Read(file, 10_000_000).Single().Id, Is.EqualTo(4u));
    }

    [Test]
    public void Damage_is_refused_or_read_and_nothing_else()
    {
        byte[] file = [.. EventFragments.Header(1000), .. EventFragments.Fragment(5000, 100, 7, 50, [1, 2, 3])];
        foreach (var bytes in Mutations.Of(file, seed: 7, rounds: 500))
        {
            try
            {
                _ = EventTrackReader.Read(bytes, 1000);
            }
            catch (InvalidMediaException exception)
            {
                Assert.That(exception.Message, Is.Not.Empty);
            }
        }
    }

    [Test]
    public void What_is_written_for_players_says_the_same()
    {
        var bytes = EventFragmentWriter.Write(new TimedEvent(140_000_000, 300_000_000, 7, new byte[] { 1, 2, 3 }));

        Assert.That(EventFragments.MessageOf(bytes), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Convert.ToHexString(bytes), Does.Contain("6D1D9B0542D544E680E2141DAFF757B201000000" + $"{140_000_000:X16}{300_000_000:X16}"));
    }
}
