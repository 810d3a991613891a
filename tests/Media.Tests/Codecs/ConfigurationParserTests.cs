using FsCheck;
using FsCheck.Fluent;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Codecs.Aac;
using MediaPlatform.Media.Codecs.Av1;
using MediaPlatform.Media.Codecs.Avc;
using MediaPlatform.Media.Codecs.Dolby;
using MediaPlatform.Media.Codecs.Dts;
using MediaPlatform.Media.Codecs.Hevc;

namespace MediaPlatform.Media.Tests.Codecs;

/// <summary>Codec configuration parsers on arbitrary bytes: a value or InvalidMediaException, nothing else.</summary>
public sealed class ConfigurationParserTests
{
    private static readonly (string Name, Action<byte[]> Parse)[] Parsers =
    [
        ("AudioSpecificConfig", bytes => AudioSpecificConfig.Parse(bytes)),
        ("avcC", bytes => AvcConfiguration.Parse(bytes)),
        ("H.264 SPS", bytes => AvcSequenceParameterSet.Parse(bytes)),
        ("hvcC", bytes => HevcConfiguration.Parse(bytes)),
        ("HEVC SPS", bytes => HevcSequenceParameterSet.Parse(bytes)),
        ("dec3", bytes => Eac3Configuration.Parse(bytes)),
        ("esds", bytes => ElementaryStreamDescriptor.Parse(bytes)),
        ("dac3", bytes => Ac3Configuration.Parse(bytes)),
        ("ddts", bytes => DtsConfiguration.Parse(bytes)),
        ("av1C", bytes => Av1Configuration.Parse(bytes)),
    ];

    private static IEnumerable<string> Names() => Parsers.Select(parser => parser.Name);

    [TestCaseSource(nameof(Names))]
    public void Arbitrary_bytes_give_a_value_or_a_clean_refusal(string name)
    {
        var parse = Parsers.Single(parser => parser.Name == name).Parse;
        Prop.ForAll<byte[]>(bytes => IsClean(parse, bytes) && IsClean(parse, [1, .. bytes]) && IsClean(parse, [0x67, .. bytes]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(120).WithReplay(20_261_125UL, 7UL));
    }

    private static bool IsClean(Action<byte[]> parse, byte[] bytes)
    {
        try
        {
            parse(bytes);
        }
        catch (InvalidMediaException)
        {
            return true;
        }

        return true;
    }
}
