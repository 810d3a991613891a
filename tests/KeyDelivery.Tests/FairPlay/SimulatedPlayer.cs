using System.Buffers.Binary;
using System.Security.Cryptography;
using MediaPlatform.FairPlayPlugIn;

namespace MediaPlatform.KeyDelivery.Tests.FairPlay;

/// <summary>The other side of the exchange, written from the format and not from our code: makes an SPC and opens the CKC.</summary>
internal sealed class SimulatedPlayer
{
    private const ulong AssetId = 0x1bf7f53f5d5d5a1f;
    private const ulong Transaction = 0x47aa7ad3440577de;

    // The same in every run, so that what was found once is found again.
    private readonly Random _random = new(1);
    private readonly byte[] _sessionKey;
    private readonly byte[] _r1;
    private readonly byte[] _seed;
    private readonly byte[] _transaction;

    public SimulatedPlayer() => (_sessionKey, _r1, _seed, _transaction) = (Bytes(16), Bytes(44), Bytes(16), Bytes(8));

    public bool HasPlaybackState { get; init; }

    public int R2Length { get; init; } = 21;

    /// <summary>Tags of the blocks that are asked back.</summary>
    public IReadOnlyList<ulong> ReturnRequest { get; init; } = [AssetId, Transaction];

    /// <summary>Blocks beside the usual ones.</summary>
    public byte[] More { get; init; } = [];

    /// <summary>Does to the payload, before it is encrypted, what no honest player would.</summary>
    public Func<byte[], byte[]> Change { get; init; } = payload => payload;

    public byte[] MakeSpc(RSA key, byte[] certificate, byte[] ask, string assetId)
    {
        var (r2, sessionIv, integrity) = (Bytes(R2Length), Bytes(16), Bytes(16));
        var session = Cbc(new StandInKeyDerivation().Derive(r2, ask), sessionIv, [.. _sessionKey, .. Bytes(20), .. _r1, .. integrity], encrypt: true);
        byte[] payload =
        [
            .. Block(0x1122334455667788, Bytes(5)), .. Block(0x89c90f12204106b2, _seed), .. Block(0x71b5595ac1521133, r2),
            .. Block(0x3d1a10b8bffac2ec, [.. sessionIv, .. session]), .. Block(0xb349d4809e910687, integrity),
            .. Block(0x19f9d4e5ab7609cb, [.. ReturnRequest.SelectMany(Number)]),
            .. Block(AssetId, System.Text.Encoding.UTF8.GetBytes(assetId)), .. Block(Transaction, _transaction),
            .. HasPlaybackState ? Block(0xeb8efdf2b25ab3a0, new byte[16]) : [], .. More,
        ];
        payload = Change(payload);
        var (spck, iv) = (Bytes(16), Bytes(16));
        return
        [
            0, 0, 0, 1, 0, 0, 0, 0, .. iv, .. key.Encrypt(spck, RSAEncryptionPadding.OaepSHA1), .. SHA1.HashData(certificate),
            .. Number(payload.Length), .. Cbc(spck, iv, payload, encrypt: true),
        ];
    }

    /// <summary>Blocks of the answer by tag, the wrapped content key opened.</summary>
    public Dictionary<ulong, byte[]> OpenCkc(byte[] ckc) => OpenCkc(ckc, _r1, _seed, _sessionKey);

    public static Dictionary<ulong, byte[]> OpenCkc(byte[] ckc, byte[] r1, byte[] seed, byte[] sessionKey)
    {
        Assert.That(ckc[..8], Is.EqualTo(new byte[] { 0, 0, 0, 1, 0, 0, 0, 0 }));
        Assert.That(BinaryPrimitives.ReadUInt32BigEndian(ckc.AsSpan(24)), Is.EqualTo(ckc.Length - 28));
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = SHA1.HashData(r1)[..16];
        var payload = Cbc(aes.EncryptEcb(seed, PaddingMode.None), ckc[8..24], ckc[28..], encrypt: false);
        var blocks = new Dictionary<ulong, byte[]>();
        for (var at = 0; at < payload.Length;)
        {
            var (block, value) = (BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(at + 12)));
            blocks.Add(BinaryPrimitives.ReadUInt64BigEndian(payload.AsSpan(at)), payload[(at + 16)..(at + 16 + value)]);
            at += 16 + block;
        }

        Assert.That(blocks[0xea74c4645d5efee9], Is.EqualTo(r1));
        var key = blocks[0x58b38165af0e3d5a];
        blocks[0x58b38165af0e3d5a] = [.. key[..16], .. Cbc(sessionKey, new byte[16], key[16..], encrypt: false)];
        return blocks;
    }

    public void AssertReturned(Dictionary<ulong, byte[]> answer, string assetId)
    {
        Assert.That(answer[AssetId], Is.EqualTo(System.Text.Encoding.UTF8.GetBytes(assetId)));
        Assert.That(answer[Transaction], Is.EqualTo(_transaction));
    }

    public static byte[] Block(ulong tag, byte[] value) =>
        [.. Number(tag), .. Number((value.Length + 31) / 16 * 16), .. Number(value.Length), .. value, .. new byte[((value.Length + 31) / 16 * 16) - value.Length]];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Number(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Cbc(byte[] key, byte[] iv, byte[] data, bool encrypt)
    {
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = key;
        return encrypt ? aes.EncryptCbc(data, iv, PaddingMode.None) : aes.DecryptCbc(data, iv, PaddingMode.None);
    }
}
