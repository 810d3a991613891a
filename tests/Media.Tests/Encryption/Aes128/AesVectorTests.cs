using System.Text.Json;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Encryption.Aes128;

/// <summary>NIST SP 800-38A.</summary>
public sealed class AesVectorTests
{
    private static readonly JsonElement s_vector = JsonDocument.Parse(File.ReadAllText(SharedFiles.Spec("vectors/aes.json"))).RootElement;

    private static byte[] Hex(JsonElement from, string name) => Convert.FromHexString(from.GetProperty(name).GetString()!);

    [TestCase(true)]
    [TestCase(false)]
    public void Counter_mode_gives_the_published_bytes(bool byInstructions)
    {
        var data = Hex(s_vector, "plainHex");
        var cipher = new CtrCipher(new AesKey(Hex(s_vector, "keyHex")), Hex(s_vector.GetProperty("ctr"), "initialCounterHex"));
        cipher.Transform(data, byInstructions);
        Assert.That(data, Is.EqualTo(Hex(s_vector.GetProperty("ctr"), "cipherHex")));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Chaining_gives_the_published_bytes(bool byInstructions)
    {
        var data = Hex(s_vector, "plainHex");
        var cipher = new CbcCipher(new AesKey(Hex(s_vector, "keyHex")), Hex(s_vector.GetProperty("cbc"), "ivHex"));
        cipher.Encrypt(data, byInstructions);
        Assert.That(data, Is.EqualTo(Hex(s_vector.GetProperty("cbc"), "cipherHex")));
    }
}
