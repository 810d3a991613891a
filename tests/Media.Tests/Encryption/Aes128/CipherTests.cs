using System.Buffers.Binary;
using System.Security.Cryptography;
using MediaPlatform.Media.Encryption.Aes128;

namespace MediaPlatform.Media.Tests.Encryption.Aes128;

/// <summary>Our ciphers against the library of the operating system.</summary>
public sealed class CipherTests
{
    private static readonly byte[] s_key = Convert.FromHexString("63cb5f7184dd4b689a5c5ff11ee6a328");
    private static readonly byte[] s_iv = Convert.FromHexString("cbe3327da85a1e7a74496db552dfe6d0");

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Reference(byte[] plain, PaddingMode padding, byte[]? key = null)
    {
        using var aes = Aes.Create();
        aes.SetKey(key ?? s_key);
        return aes.EncryptCbc(plain, s_iv, padding);
    }

    [Test]
    public void Counter_mode_is_the_same_however_the_data_is_cut([Values(0, 1, 15, 16, 17, 127, 128, 129, 1000, 5000)] int length, [Values(1, 7, 16, 33, 4096)] int piece)
    {
        var expected = Bytes(length);
        using var aes = Aes.Create();
        aes.SetKey(s_key);
        var block = new byte[16];
        for (var i = 0; i < length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(block, 0x0102030405060708);
            BinaryPrimitives.WriteUInt64BigEndian(block.AsSpan(8), (ulong)i / 16);
            expected[i] ^= aes.EncryptEcb(block, PaddingMode.None)[i % 16];
        }

        foreach (var byInstructions in new[] { true, false })
        {
            var data = Bytes(length);
            var cipher = new CtrCipher(new AesKey(s_key), 0x0102030405060708);
            for (var at = 0; at < length; at += piece) cipher.Transform(data.AsSpan(at, Math.Min(piece, length - at)), byInstructions);
            Assert.That(data, Is.EqualTo(expected));
        }

        var (source, destination, other) = (Bytes(length), new byte[length], new CtrCipher(new AesKey(s_key), 0x0102030405060708));
        for (var at = 0; at < length; at += piece) other.Transform(source.AsSpan(at, Math.Min(piece, length - at)), destination.AsSpan(at));
        Assert.That(destination, Is.EqualTo(expected));
        Assert.That(source, Is.EqualTo(Bytes(length)), "what lies elsewhere is only read");
    }

    [Test]
    public void The_block_counter_wraps_without_touching_the_IV([Values] bool byInstructions)
    {
        byte[] wrapped = new byte[32], start = new byte[16];
        new CtrCipher(new AesKey(s_key), 5, ulong.MaxValue).Transform(wrapped, byInstructions);
        new CtrCipher(new AesKey(s_key), 5, 0).Transform(start, byInstructions);
        Assert.That(wrapped[16..], Is.EqualTo(start));
    }

    [Test]
    public void Chaining_agrees_in_pieces([Values(16, 32, 160, 4096)] int length, [Values] bool byInstructions)
    {
        var data = Bytes(length);
        var cipher = new CbcCipher(new AesKey(s_key), s_iv);
        cipher.Encrypt(data.AsSpan(0, 16), byInstructions);
        cipher.Encrypt(data.AsSpan(16), byInstructions);
        Assert.That(data, Is.EqualTo(Reference(Bytes(length), PaddingMode.None)));
    }

    [Test]
    public void Lanes_of_unequal_length_each_agree([Values(1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 17)] int count)
    {
        var lengths = Enumerable.Range(0, count).Select(i => new[] { 160, 16, 4096, 0, 64, 1024, 2048, 9600 }[i % 8]).ToArray();
        // Every lane has a key of its own.
        var keys = lengths.Select((_, i) => s_key.Select(value => (byte)(value + i)).ToArray()).ToArray();
        var lanes = lengths.Select((length, i) => new CbcLane(new CbcCipher(new AesKey(keys[i]), s_iv), Bytes(length)) { Number = i }).ToArray();
        CbcLanes.Encrypt(lanes);
        foreach (var lane in lanes)
        {
            Assert.That(lane.Blocks.ToArray(), Is.EqualTo(Reference(Bytes(lane.Blocks.Length), PaddingMode.None, keys[lane.Number])));
        }
    }

    [Test]
    public void A_segment_is_padded_and_of_the_length_foretold([Values(0, 1, 15, 16, 17, 188, 4800)] int length, [Values(1, 5, 16, 100, 8192)] int piece)
    {
        var plain = Bytes(length);
        var cipher = new EnvelopeEncryptor(new AesKey(s_key), s_iv);
        var output = new MemoryStream();
        var buffer = new byte[piece + 32];
        for (var at = 0; at < length; at += piece)
        {
            var count = Math.Min(piece, length - at);
            plain.AsSpan(at, count).CopyTo(buffer.AsSpan(cipher.Held));
            output.Write(buffer, 0, cipher.Encrypt(buffer.AsSpan(0, cipher.Held + count)));
        }

        output.Write(buffer, 0, cipher.Finish(buffer));
        Assert.That(output.ToArray(), Is.EqualTo(Reference(plain, PaddingMode.PKCS7)));
        Assert.That(output.Length, Is.EqualTo(EnvelopeEncryptor.PaddedLength(length)));
    }
}
