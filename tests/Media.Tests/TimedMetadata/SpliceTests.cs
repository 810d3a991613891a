using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TimedMetadata;

/// <summary>What sections of SCTE 35 do, from those that the standards print.</summary>
public sealed class SpliceTests
{
    // The one of "Signaling Timed Metadata in Live Streaming" of AMS; the same without its flag; those of SCTE 35 14.1 and 14.3.
    private const string Out = "/DAlAAAAAAAAAP/wFAUAAAQCf+//KRjAfP4AKTLgAAAAAAAAVYsh2w==";
    private const string In = "/DAgAAAAAAAAAP/wDwUAAAQCf0//KTJbXAAAAAAAAFdnDa4=";
    private const string OpportunityStart = "/DA0AAAAAAAA///wBQb+cr0AUAAeAhxDVUVJSAAAjn/PAAGlmbAICAAAAAAsoKGKNAIAmsnRfg==";
    private const string OpportunityEnd = "/DAvAAAAAAAA///wBQb+dGKQoAAZAhdDVUVJSAAAjn+fCAgAAAAALKChijUCAKnMZ1g=";
    private const string Null = "/DARAAAAAAAAAP/wAAAAAHpPv/8=";

    [TestCase(Out, SpliceKind.Out, 1026u, 0)]
    [TestCase(In, SpliceKind.In, 1026u, 0)]
    [TestCase(OpportunityStart, SpliceKind.Out, 0x4800008Eu, 0x34)]
    [TestCase(OpportunityEnd, SpliceKind.In, 0x4800008Eu, 0x34)]
    public void A_section_leaves_the_programme_or_comes_back(string section, SpliceKind kind, uint id, byte type) =>
        Assert.That(Splice.Of(Convert.FromBase64String(section)), Is.EqualTo(new[] { new Splice(kind, id, type) }));

    [Test]
    public void A_section_without_splices_has_none() => Assert.That(Splice.Of(Convert.FromBase64String(Null)), Is.Empty);

    [Test]
    public void One_section_ends_an_advertisement_and_begins_the_next() =>
        Assert.That(Splice.Of(SpliceSections.Signal((1, 0x31), (9, 0x10), (2, 0x30))), Is.EqualTo(new[] { new Splice(SpliceKind.In, 1, 0x30), new Splice(SpliceKind.Out, 2, 0x30) }));

    [Test]
    public void Descriptors_of_others_say_nothing()
    {
        var section = SpliceSections.Signal((1, 0x30));
        section[^19] ^= 0x20; // the first letter of CUEI

        Assert.That(Splice.Of(section), Is.Empty);
    }

    [TestCase(Out)]
    [TestCase(OpportunityStart)]
    public void Damage_is_passed_over_or_read_and_nothing_else(string section)
    {
        foreach (var bytes in Mutations.Of(Convert.FromBase64String(section), seed: 35, rounds: 300))
        {
            Assert.That(() => Splice.Of(bytes), Throws.Nothing, Convert.ToHexString(bytes));
        }
    }

    [Test]
    public void What_is_encrypted_or_cancelled_has_none()
    {
        var encrypted = Convert.FromBase64String(Out);
        encrypted[4] |= 0x80;
        var cancelled = Convert.FromBase64String(Out);
        cancelled[18] |= 0x80;

        Assert.That(Splice.Of(encrypted), Is.Empty);
        Assert.That(Splice.Of(cancelled), Is.Empty);
    }
}
