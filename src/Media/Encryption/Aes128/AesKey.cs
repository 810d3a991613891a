using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>A 128-bit AES key with its round keys, expanded once. Immutable, shared by threads.</summary>
public sealed class AesKey
{
    /// <summary>Bytes of a key and of a block.</summary>
    public const int Size = 16;

    internal const int Rounds = 10;

    private readonly byte[] _key;
    private readonly Vector128<byte>[] _roundKeys;

    /// <param name="key">16 bytes.</param>
    public AesKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size)
        {
            throw new ArgumentException("An AES-128 key has 16 bytes.", nameof(key));
        }

        _key = key.ToArray();
        _roundKeys = AesRounds.IsSupported ? Expand(key) : [];
    }

    /// <summary>The key itself.</summary>
    public ReadOnlySpan<byte> Bytes => _key;

    internal ref readonly Vector128<byte> RoundKeys => ref MemoryMarshal.GetArrayDataReference(_roundKeys);

    /// <summary>One block, as in electronic code book mode.</summary>
    public void EncryptBlock(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (AesRounds.IsSupported)
        {
            EncryptBlock(Vector128.Create(source[..Size])).CopyTo(destination);
        }
        else
        {
            PortableAes.EncryptBlocks(this, source[..Size], destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector128<byte> EncryptBlock(Vector128<byte> block)
    {
        ref readonly var keys = ref RoundKeys;
        block ^= keys;
        for (var round = 1; round < Rounds; round++)
        {
            block = AesRounds.Middle(block, Key(in keys, round));
        }

        return AesRounds.Last(block, Key(in keys, Rounds));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> Key(in Vector128<byte> keys, int round) =>
        Unsafe.Add(ref Unsafe.AsRef(in keys), round);

    // FIPS 197 5.2.
    private static Vector128<byte>[] Expand(ReadOnlySpan<byte> key)
    {
        Span<uint> words = stackalloc uint[4 * (Rounds + 1)];
        for (var i = 0; i < 4; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(4 * i)..]);
        }

        uint constant = 1;
        for (var i = 4; i < words.Length; i++)
        {
            var word = words[i - 1];
            if (i % 4 == 0)
            {
                word = AesRounds.SubstituteWord(uint.RotateRight(word, 8)) ^ constant;
                constant = (constant << 1) ^ (constant >= 0x80 ? 0x11Bu : 0);
            }

            words[i] = words[i - 4] ^ word;
        }

        var keys = new Vector128<byte>[Rounds + 1];
        for (var round = 0; round <= Rounds; round++)
        {
            keys[round] = Vector128.Create<uint>(words.Slice(4 * round, 4)).AsByte();
        }

        return keys;
    }
}
