using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using MediaPlatform.Media;
using MediaPlatform.StreamingEndpoint.Delivery;

namespace MediaPlatform.StreamingEndpoint.Tests.Delivery;

/// <summary>Range headers against RFC 9110 14.1.2, worked out anew with numbers that have no end.</summary>
public sealed class RangeHeaderTests
{
    private static readonly string[] Pieces =
        ["bytes=", "BYTES=", "bytes", "=", "-", "-", ",", " ", "\t", "0", "1", "9", "99", "500", "007", "18446744073709551616", "9223372036854775807", "+", "é", "\0", "x"];

    [TestCase("bytes=0-0", 1000, 0, 1)]
    [TestCase("bytes=0-499", 1000, 0, 500)]
    [TestCase("bytes=500-999", 1000, 500, 500)]
    [TestCase("bytes=-500", 1000, 500, 500)]
    [TestCase("bytes=9500-", 10000, 9500, 500)]
    [TestCase("bytes=-2000", 1000, 0, 1000)]
    [TestCase("bytes=0-18446744073709551616", 1000, 0, 1000)]
    [TestCase("bytes=-99999999999999999999", 1000, 0, 1000)]
    public void The_examples_of_the_standard_are_read(string header, long length, long offset, long count)
    {
        Assert.That(RangeHeader.Parse(header, length, out var range), Is.EqualTo(RangeOutcome.Part));
        Assert.That(range, Is.EqualTo(new ByteRange(offset, count)));
    }

    [TestCase("bytes=1000-")]
    [TestCase("bytes=-0")]
    [TestCase("bytes=18446744073709551616-")]
    public void What_begins_behind_the_end_is_not_satisfiable(string header) =>
        Assert.That(RangeHeader.Parse(header, 1000, out _), Is.EqualTo(RangeOutcome.NotSatisfiable));

    [Test]
    public void Any_single_range_is_that_of_the_standard()
    {
        var numbers = Gen.OneOf(
            Gen.Choose(0, 2000).Select(number => (BigInteger)number),
            Gen.Elements(BigInteger.Pow(2, 31), BigInteger.Pow(2, 32), BigInteger.Pow(2, 63) - 1, BigInteger.Pow(2, 63), BigInteger.Pow(2, 64)));
        var cases = from first in Gen.OneOf(Gen.Constant<BigInteger?>(null), numbers.Select(number => (BigInteger?)number))
                    from last in Gen.OneOf(Gen.Constant<BigInteger?>(null), numbers.Select(number => (BigInteger?)number))
                    from length in Gen.OneOf(Gen.Choose(0, 1500).Select(number => (long)number), Gen.Elements(long.MaxValue, 1L << 32))
                    select (first, last, length);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var header = string.Create(CultureInfo.InvariantCulture, $"bytes={one.first}-{one.last}");
            var outcome = RangeHeader.Parse(header, one.length, out var range);
            return (outcome, range) == Expected(one.first, one.last, one.length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20_261_127UL, 9UL));
    }

    [Test]
    public void Whatever_the_header_says_a_part_lies_within_the_body()
    {
        var texts = Gen.ListOf(Gen.Elements(Pieces)).Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (text, length) =>
        {
            var outcomes = new[] { text, "bytes=" + text }.Select(header => (Outcome: RangeHeader.Parse(header, length, out var range), Range: range));
            return outcomes.All(one => one.Outcome switch
            {
                RangeOutcome.Part => one.Range is { Offset: >= 0, Length: > 0 } && one.Range.End <= length,
                _ => one.Range == new ByteRange(0, length),
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20_261_127UL, 11UL));
    }

    private static (RangeOutcome, ByteRange) Expected(BigInteger? first, BigInteger? last, long length)
    {
        // Behind the end of the longest body all positions are alike.
        (first, last) = (first is null ? first : BigInteger.Min(first.Value, long.MaxValue), last is null ? last : BigInteger.Min(last.Value, long.MaxValue));
        var whole = new ByteRange(0, length);
        if (first is null)
        {
            return last is not { } count ? (RangeOutcome.Whole, whole)
                : count.IsZero || length == 0 ? (RangeOutcome.NotSatisfiable, whole)
                : (RangeOutcome.Part, new((long)(length - BigInteger.Min(count, length)), (long)BigInteger.Min(count, length)));
        }

        var end = BigInteger.Min(last ?? length, length - 1);
        return last < first ? (RangeOutcome.Whole, whole)
            : first >= length ? (RangeOutcome.NotSatisfiable, whole)
            : (RangeOutcome.Part, new((long)first.Value, (long)(end - first.Value + 1)));
    }
}
