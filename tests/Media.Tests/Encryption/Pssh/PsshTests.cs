using System.Text.Json;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.Pssh;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Encryption.Pssh;

public sealed class PsshTests
{
    private static JsonElement Vectors(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Spec($"vectors/{name}.json"))).RootElement;

    [Test]
    public void Widevine_data_and_boxes_are_those_of_the_vectors()
    {
        foreach (var vector in Vectors("widevine").GetProperty("pssh").EnumerateArray())
        {
            var kid = vector.GetProperty("kid").GetGuid();
            ProtectionScheme? scheme = vector.GetProperty("scheme").GetString() switch
            {
                "cenc" => ProtectionScheme.Cenc,
                "cbcs" => ProtectionScheme.Cbcs,
                _ => null,
            };
            var (provider, content) = (vector.GetProperty("provider").GetString(), vector.GetProperty("contentId").GetString());
            Assert.That(Convert.ToHexStringLower(WidevinePssh.Data(kid, scheme, provider, content)), Is.EqualTo(vector.GetProperty("dataHex").GetString()));
            Assert.That(WidevinePssh.Write(kid, scheme, provider, content), Is.EqualTo(vector.GetProperty("boxV0Base64").GetBytesFromBase64()));
        }
    }

    [Test]
    public void The_common_box_is_that_of_the_clear_key_guideline()
    {
        var vectors = Vectors("clearkey");
        var kid = vectors.GetProperty("cases")[1].GetProperty("kidGuid").GetGuid();
        Assert.That(PsshBox.WriteCommon([kid]), Is.EqualTo(vectors.GetProperty("commonPsshV1Base64").GetBytesFromBase64()));
    }

    [Test]
    public void PlayReady_headers_objects_and_checksums_are_those_of_the_vectors()
    {
        var vectors = Vectors("playready");
        foreach (var vector in vectors.GetProperty("cases").EnumerateArray())
        {
            var key = new AesKey(vector.GetProperty("keyBase64").GetBytesFromBase64());
            var header = new PlayReadyHeader(vector.GetProperty("kid").GetGuid(), key, ProtectionScheme.Cenc) { LicenseUrl = "https://license.example/PlayReady/" };
            Assert.That(header.Checksum(), Is.EqualTo(vector.GetProperty("checksumBase64").GetString()));
            Assert.That(header.ToXml(), Is.EqualTo(vector.GetProperty("wrmHeader40").GetString()));
            Assert.That(header.ToObject(), Is.EqualTo(vector.GetProperty("pro40Base64").GetBytesFromBase64()));
            Assert.That(header.ToPssh(), Is.EqualTo(vector.GetProperty("psshV0Base64").GetBytesFromBase64()));
            var chaining = header with { Scheme = ProtectionScheme.Cbcs };
            Assert.That(chaining.ToXml(), Is.EqualTo(vector.GetProperty("wrmHeader43Cbcs").GetString()));
            Assert.That(chaining.ToObject(), Is.EqualTo(vector.GetProperty("pro43Base64").GetBytesFromBase64()));
        }

        var captured = vectors.GetProperty("explicitKeyCase");
        var other = new PlayReadyHeader(captured.GetProperty("kid").GetGuid(), new AesKey(captured.GetProperty("keyBase64").GetBytesFromBase64()), ProtectionScheme.Cenc);
        Assert.That(other.Checksum(), Is.EqualTo(captured.GetProperty("checksumBase64").GetString()));
    }
}
