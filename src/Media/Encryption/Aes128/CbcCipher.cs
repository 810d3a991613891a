using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>AES cipher block chaining of whole blocks, without padding. Data may come in pieces of whole blocks.</summary>
public struct CbcCipher
{
    private const int Eight = 8;

    private readonly AesKey _key;
    private Vector128<byte> _chain;

    /// <param name="key">The key.</param>
    /// <param name="iv">16 bytes.</param>
    public CbcCipher(AesKey key, ReadOnlySpan<byte> iv)
    {
        _key = key;
        _chain = Vector128.Create(iv[..AesKey.Size]);
    }

    /// <summary>Starts again from an IV.</summary>
    public void Restart(ReadOnlySpan<byte> iv) => _chain = Vector128.Create(iv[..AesKey.Size]);

    /// <summary>Encrypts whole blocks in place.</summary>
    public void Encrypt(Span<byte> blocks) => Encrypt(blocks, AesRounds.IsSupported);

    /// <summary>
    /// Encrypts one block of every <paramref name="stride"/> bytes in place, beginning with the first; the chain runs over the
    /// encrypted blocks only (pattern encryption, ISO/IEC 23001-7 9.6).
    /// </summary>
    public void EncryptPattern(Span<byte> data, int stride)
    {
        if (!AesRounds.IsSupported)
        {
            for (var at = 0; at + AesKey.Size <= data.Length; at += stride)
            {
                Encrypt(data.Slice(at, AesKey.Size));
            }

            return;
        }

        var chain = _chain;
        ref var first = ref MemoryMarshal.GetReference(data);
        for (nuint at = 0; at + AesKey.Size <= (nuint)data.Length; at += (nuint)stride)
        {
            chain = _key.EncryptBlock(chain ^ Vector128.LoadUnsafe(ref first, at));
            chain.StoreUnsafe(ref first, at);
        }

        _chain = chain;
    }

    internal void Encrypt(Span<byte> blocks, bool byInstructions)
    {
        if (byInstructions)
        {
            EncryptPattern(blocks[..(blocks.Length & ~(AesKey.Size - 1))], AesKey.Size);
        }
        else
        {
            PortableAes.EncryptChain(_key, MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref _chain, 1)), blocks);
        }
    }

    /// <summary>
    /// Advances four independent chains together over pieces of equal length. One chain waits for each of its rounds; four
    /// share the unit and take hardly longer than one.
    /// </summary>
    internal static void EncryptFour(Span<CbcCipher> ciphers, Span<byte> a, Span<byte> b, Span<byte> c, Span<byte> d)
    {
        if (ciphers.Length < 4 || b.Length != a.Length || c.Length != a.Length || d.Length != a.Length)
        {
            throw new ArgumentException("Four chains and four pieces of equal length are needed.");
        }

        ref var at0 = ref MemoryMarshal.GetReference(a);
        ref var at1 = ref MemoryMarshal.GetReference(b);
        ref var at2 = ref MemoryMarshal.GetReference(c);
        ref var at3 = ref MemoryMarshal.GetReference(d);
        ref readonly var keys0 = ref ciphers[0]._key.RoundKeys;
        ref readonly var keys1 = ref ciphers[1]._key.RoundKeys;
        ref readonly var keys2 = ref ciphers[2]._key.RoundKeys;
        ref readonly var keys3 = ref ciphers[3]._key.RoundKeys;
        var (b0, b1, b2, b3) = (ciphers[0]._chain, ciphers[1]._chain, ciphers[2]._chain, ciphers[3]._chain);
        for (nuint at = 0; at + AesKey.Size <= (nuint)a.Length; at += AesKey.Size)
        {
            b0 ^= Vector128.LoadUnsafe(ref at0, at) ^ keys0;
            b1 ^= Vector128.LoadUnsafe(ref at1, at) ^ keys1;
            b2 ^= Vector128.LoadUnsafe(ref at2, at) ^ keys2;
            b3 ^= Vector128.LoadUnsafe(ref at3, at) ^ keys3;
            for (var round = 1; round < AesKey.Rounds; round++)
            {
                b0 = AesRounds.Middle(b0, AesKey.Key(in keys0, round));
                b1 = AesRounds.Middle(b1, AesKey.Key(in keys1, round));
                b2 = AesRounds.Middle(b2, AesKey.Key(in keys2, round));
                b3 = AesRounds.Middle(b3, AesKey.Key(in keys3, round));
            }

            b0 = AesRounds.Last(b0, AesKey.Key(in keys0, AesKey.Rounds));
            b1 = AesRounds.Last(b1, AesKey.Key(in keys1, AesKey.Rounds));
            b2 = AesRounds.Last(b2, AesKey.Key(in keys2, AesKey.Rounds));
            b3 = AesRounds.Last(b3, AesKey.Key(in keys3, AesKey.Rounds));
            b0.StoreUnsafe(ref at0, at);
            b1.StoreUnsafe(ref at1, at);
            b2.StoreUnsafe(ref at2, at);
            b3.StoreUnsafe(ref at3, at);
        }

        (ciphers[0]._chain, ciphers[1]._chain, ciphers[2]._chain, ciphers[3]._chain) = (b0, b1, b2, b3);
    }

    /// <summary>Eight chains, which fill the unit. Their round keys are laid side by side first, since registers are too few for eight addresses more.</summary>
    /// <param name="ciphers">Eight chains.</param>
    /// <param name="pieces">Eight pieces of equal length, whole blocks.</param>
    internal static void EncryptEight(Span<CbcCipher> ciphers, ReadOnlySpan<Memory<byte>> pieces)
    {
        Span<Vector128<byte>> keys = stackalloc Vector128<byte>[Eight * (AesKey.Rounds + 1)];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = AesKey.Key(in ciphers[i % Eight]._key.RoundKeys, i / Eight);
        }

        var length = pieces[0].Length;
        ref var at0 = ref Start(pieces[0], length);
        ref var at1 = ref Start(pieces[1], length);
        ref var at2 = ref Start(pieces[2], length);
        ref var at3 = ref Start(pieces[3], length);
        ref var at4 = ref Start(pieces[4], length);
        ref var at5 = ref Start(pieces[5], length);
        ref var at6 = ref Start(pieces[6], length);
        ref var at7 = ref Start(pieces[7], length);
        ref var first = ref MemoryMarshal.GetReference(keys);
        var (b0, b1, b2, b3) = (ciphers[0]._chain, ciphers[1]._chain, ciphers[2]._chain, ciphers[3]._chain);
        var (b4, b5, b6, b7) = (ciphers[4]._chain, ciphers[5]._chain, ciphers[6]._chain, ciphers[7]._chain);
        for (nuint at = 0; at + AesKey.Size <= (nuint)length; at += AesKey.Size)
        {
            b0 ^= Vector128.LoadUnsafe(ref at0, at) ^ first;
            b1 ^= Vector128.LoadUnsafe(ref at1, at) ^ Unsafe.Add(ref first, 1);
            b2 ^= Vector128.LoadUnsafe(ref at2, at) ^ Unsafe.Add(ref first, 2);
            b3 ^= Vector128.LoadUnsafe(ref at3, at) ^ Unsafe.Add(ref first, 3);
            b4 ^= Vector128.LoadUnsafe(ref at4, at) ^ Unsafe.Add(ref first, 4);
            b5 ^= Vector128.LoadUnsafe(ref at5, at) ^ Unsafe.Add(ref first, 5);
            b6 ^= Vector128.LoadUnsafe(ref at6, at) ^ Unsafe.Add(ref first, 6);
            b7 ^= Vector128.LoadUnsafe(ref at7, at) ^ Unsafe.Add(ref first, 7);
            ref var key = ref Unsafe.Add(ref first, Eight);
            for (var round = 1; round < AesKey.Rounds; round++)
            {
                b0 = AesRounds.Middle(b0, key);
                b1 = AesRounds.Middle(b1, Unsafe.Add(ref key, 1));
                b2 = AesRounds.Middle(b2, Unsafe.Add(ref key, 2));
                b3 = AesRounds.Middle(b3, Unsafe.Add(ref key, 3));
                b4 = AesRounds.Middle(b4, Unsafe.Add(ref key, 4));
                b5 = AesRounds.Middle(b5, Unsafe.Add(ref key, 5));
                b6 = AesRounds.Middle(b6, Unsafe.Add(ref key, 6));
                b7 = AesRounds.Middle(b7, Unsafe.Add(ref key, 7));
                key = ref Unsafe.Add(ref key, Eight);
            }

            b0 = AesRounds.Last(b0, key);
            b1 = AesRounds.Last(b1, Unsafe.Add(ref key, 1));
            b2 = AesRounds.Last(b2, Unsafe.Add(ref key, 2));
            b3 = AesRounds.Last(b3, Unsafe.Add(ref key, 3));
            b4 = AesRounds.Last(b4, Unsafe.Add(ref key, 4));
            b5 = AesRounds.Last(b5, Unsafe.Add(ref key, 5));
            b6 = AesRounds.Last(b6, Unsafe.Add(ref key, 6));
            b7 = AesRounds.Last(b7, Unsafe.Add(ref key, 7));
            b0.StoreUnsafe(ref at0, at);
            b1.StoreUnsafe(ref at1, at);
            b2.StoreUnsafe(ref at2, at);
            b3.StoreUnsafe(ref at3, at);
            b4.StoreUnsafe(ref at4, at);
            b5.StoreUnsafe(ref at5, at);
            b6.StoreUnsafe(ref at6, at);
            b7.StoreUnsafe(ref at7, at);
        }

        (ciphers[0]._chain, ciphers[1]._chain, ciphers[2]._chain, ciphers[3]._chain) = (b0, b1, b2, b3);
        (ciphers[4]._chain, ciphers[5]._chain, ciphers[6]._chain, ciphers[7]._chain) = (b4, b5, b6, b7);
    }

    private static ref byte Start(Memory<byte> piece, int length) => ref MemoryMarshal.GetReference(piece.Span[..length]);
}
