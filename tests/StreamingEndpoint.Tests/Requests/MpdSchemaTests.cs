using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>MPDs have the elements, their order, the attributes and the value types of the DASH schema.</summary>
public sealed class MpdSchemaTests
{
    private static readonly XmlSchemaSet Schema = Load();

    [Test]
    public async Task Adopted_assets_are_described_by_the_schema(
        [Values("mpd-time-csf", "mpd-time-cmaf")] string format, [Values] bool isSmoothSource) =>
        Validate(await SharedOrigin.Server.Client.GetStringAsync($"{(isSmoothSource ? SharedOrigin.Smooth : SharedOrigin.MultiBitrate)}/manifest(format={format})"));

    [TestCase("good/atmos-eac3-joc.mp4", "audio")]
    [TestCase("good/eac3-51.mp4", "audio")]
    [TestCase("good/dts-core-dtsc.mp4", "audio")]
    [TestCase("good/hdr10-hevc-hev1-1080p.mp4", "video", "audio")]
    [TestCase("good/bbb-anamorphic-320x240-sar4x3.mp4", "video", "audio")]
    [TestCase("good/phone-vfr-portrait-thermal.mp4", "video", "audio")]
    [TestCase("good/bumper-1080p29.97.mp4", "video", "audio")]
    [TestCase("good/one-frame.mp4", "video")]
    public async Task Every_codec_is_described_by_the_schema(string file, params string[] kinds)
    {
        var server = SharedOrigin.Server;
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        await server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", kinds));
        var path = $"/{await server.PublishAsync(asset)}/media.ism";

        Validate(await server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-csf)"));
        Validate(await server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)"));
    }

    [Test]
    public async Task Names_roles_languages_and_captions_are_described_by_the_schema()
    {
        var server = SharedOrigin.Server;
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "a.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/three-languages-480p.mp4")));
        await server.UploadAsync(asset, "a.vtt", await File.ReadAllBytesAsync(SharedFiles.Media("captions/webvtt-typical.vtt")));
        await server.UploadAsync(asset, "a.ism", System.Text.Encoding.UTF8.GetBytes("""
            <smil><body><switch><video src="a.mp4"/>
            <audio src="a.mp4" systemLanguage="eng" title="Main &amp; loud &lt;1&gt;"><param name="trackID" value="2"/><param name="trackName" value="a b"/></audio>
            <audio src="a.mp4" systemLanguage="fra"><param name="trackID" value="3"/><param name="role" value="alternate"/><param name="accessibility" value="description"/></audio>
            <textstream src="a.vtt" systemLanguage="zh-Hant-TW"><param name="trackName" value="words"/><param name="textDisplayName" value="&quot;Words&quot;"/></textstream>
            </switch></body></smil>
            """));

        Validate(await server.Client.GetStringAsync($"/{await server.PublishAsync(asset)}/a.ism/manifest(format=mpd-time-cmaf)"));
    }

    [TestCase("<Period><AdaptationSet><Role schemeIdUri='a'/><Label>x</Label></AdaptationSet></Period>")]
    [TestCase("<Period><AdaptationSet><Representation id='a b' bandwidth='1'/></AdaptationSet></Period>")]
    [TestCase("<Period><AdaptationSet frameRate='24.5'/></Period>")]
    public void The_schema_sees_what_is_wrong(string content) => Assert.That(
        () => Validate($"<MPD xmlns='urn:mpeg:dash:schema:mpd:2011' profiles='a' minBufferTime='PT1S'>{content}</MPD>"), Throws.InstanceOf<XmlSchemaException>());

    /// <summary>Fails when an MPD is not what the schema describes.</summary>
    internal static void Validate(string mpd) => XDocument.Parse(mpd).Validate(Schema, (_, fault) => throw fault.Exception);

    private static XmlSchemaSet Load()
    {
        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(Path.Combine(AppContext.BaseDirectory, "Requests", "Vectors", "mpd.xsd"));
        schemas.Add(null, reader);
        return schemas;
    }
}
