using System.Text;
using System.Xml.Linq;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>Tracks of one codec that not every player of the codec can show: they are no alternatives of those it can.</summary>
public sealed class MixedCodingTests
{
    private static readonly XNamespace Dash = "urn:mpeg:dash:schema:mpd:2011";

    [Test]
    public async Task Atmos_stands_apart_from_other_dolby_sound()
    {
        var path = await PublishAsync("audio", "good/eac3-51.mp4", "good/atmos-eac3-joc.mp4");

        var smooth = XDocument.Parse(await SharedOrigin.Server.Client.GetStringAsync($"{path}/manifest"));
        Assert.That(smooth.Descendants("QualityLevel").Select(level => (string?)level.Attribute("FourCC")), Is.EqualTo(["EC-3"]), "Smooth has no place for Atmos only");

        var sets = await SetsAsync(path);
        Assert.That(sets.Select(set => set.Elements(Dash + "Representation").Count()), Is.EqualTo([1, 1]));
        Assert.That(sets.Select(set => set.Elements(Dash + "SupplementalProperty").Any(property => (string?)property.Attribute("value") == "JOC")), Is.EqualTo([false, true]));
    }

    [Test]
    public async Task Pictures_of_high_dynamic_range_stand_apart_from_others()
    {
        var path = await PublishAsync("video", "good/bbb-hevc-hev1-720p.mp4", "good/hdr10-hevc-hev1-1080p.mp4");

        var sets = await SetsAsync(path);

        Assert.That(sets.Select(set => set.Elements(Dash + "EssentialProperty").Any()), Is.EqualTo([false, true]), "who cannot show PQ still has the other");
    }

    private static async Task<List<XElement>> SetsAsync(string path) =>
        [.. XDocument.Parse(await SharedOrigin.Server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)")).Descendants(Dash + "AdaptationSet")];

    private static async Task<string> PublishAsync(string kind, params string[] files)
    {
        var asset = await SharedOrigin.Server.AddAssetAsync();
        foreach (var file in files)
        {
            await SharedOrigin.Server.UploadAsync(asset, Path.GetFileName(file), await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        }

        var tracks = string.Concat(files.Select(file => $"<{kind} src=\"{Path.GetFileName(file)}\"><param name=\"trackName\" value=\"{kind}\"/></{kind}>"));
        await SharedOrigin.Server.UploadAsync(asset, "a.ism", Encoding.UTF8.GetBytes($"<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head/><body><switch>{tracks}</switch></body></smil>"));
        return $"/{await SharedOrigin.Server.PublishAsync(asset)}/a.ism";
    }
}
