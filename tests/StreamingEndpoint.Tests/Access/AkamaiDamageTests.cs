using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.StreamingEndpoint.Access;

namespace MediaPlatform.StreamingEndpoint.Tests.Access;

/// <summary>What was signed passes; what was changed in any place, or never was a signature, does not, and nothing throws.</summary>
public sealed class AkamaiDamageTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];
    private static readonly Dictionary<string, AkamaiKey> Keys = new() { ["edge-1"] = new(Secret, Now.AddHours(1)) };

    [Test]
    public void Any_change_of_what_was_signed_is_noticed()
    {
        var random = new Random(20261127);
        for (var round = 0; round < 3000; round++)
        {
            var version = random.Next(3, 6);
            var time = Now.ToUnixTimeSeconds() + random.Next(-30, 31);
            var data = string.Create(CultureInfo.InvariantCulture, $"{version}, 192.0.2.{random.Next(256)}, 2001:db8::{random.Next(9999):x}, {time}, {random.Next()}.{random.Next()}, edge-1");
            var path = $"/{Guid.NewGuid()}/a.ism/QualityLevels({random.Next()})/Fragments(video={random.NextInt64()})?token={random.Next()}";
            var sign = Sign(version, data + path);

            Assert.That(AkamaiSignature.IsValid(data, sign, path, Keys, Now, 3), Is.True, data);
            Assert.That(AkamaiSignature.IsValid(Changed(data, random), sign, path, Keys, Now, 3), Is.False, data);
            Assert.That(AkamaiSignature.IsValid(data, sign, Changed(path, random), Keys, Now, 3), Is.False, path);
            Assert.That(AkamaiSignature.IsValid(data, sign[..random.Next(sign.Length)], path, Keys, Now, 3), Is.False, sign);
            var other = Changed(sign, random);
            Assert.That(AkamaiSignature.IsValid(data, other, path, Keys, Now, 3), Is.EqualTo(SameBytes(sign, other)), other);
        }
    }

    [Test]
    public void Any_text_is_no_signature()
    {
        string[] pieces = ["5", "3", "-1", "99999999999", ", ", ",", "edge-1", "1800000000", "192.0.2.1", "\0", "é", "\ud800", "=", "AAAA", " "];
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var data = string.Concat(random.GetItems(pieces, random.Next(16)));
            var sign = string.Concat(random.GetItems(pieces, random.Next(8)));

            Assert.That(AkamaiSignature.IsValid(data, sign, data, Keys, Now, 3), Is.False, $"{data} / {sign}");
        }
    }

    private static string Sign(int version, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToBase64String(version switch { 3 => HMACMD5.HashData(Secret, bytes), 4 => HMACSHA1.HashData(Secret, bytes), _ => HMACSHA256.HashData(Secret, bytes) });
    }

    private static string Changed(string text, Random random)
    {
        var characters = text.ToCharArray();
        var at = random.Next(characters.Length);
        var value = (char)random.Next(' ', '\x7f');
        characters[at] = value == characters[at] ? (char)(value ^ 1) : value;
        return new string(characters);
    }

    // The last character of a signature has bits that say nothing, and white space says nothing either.
    private static bool SameBytes(string left, string right)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(right, bytes, out var length) && bytes[..length].SequenceEqual(Convert.FromBase64String(left));
    }
}
