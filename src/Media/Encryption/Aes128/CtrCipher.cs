using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>
/// AES counter mode as ISO/IEC 23001-7 9.1 uses it: the high half of the counter block is the IV, the low half counts
/// blocks and wraps without a carry. Data may come in pieces of any length.
/// </summary>
public struct CtrCipher
{
    private const int Lanes = 8;
    private const int PortableBatch = 2048;

    private readonly AesKey _key;
    private readonly ulong _high;
    private ulong _low;
    private Vector128<byte> _keystream;
    private int _left;

    /// <param name="key">The key.</param>
    /// <param name="initialCounter">The first counter block, 16 bytes.</param>
    public CtrCipher(AesKey key, ReadOnlySpan<byte> initialCounter)
        : this(key, BinaryPrimitives.ReadUInt64BigEndian(initialCounter), BinaryPrimitives.ReadUInt64BigEndian(initialCounter[8..]))
    {
    }

    /// <param name="key">The key.</param>
    /// <param name="iv">High half of the counter block.</param>
    /// <param name="counter">Low half of the first counter block.</param>
    public CtrCipher(AesKey key, ulong iv, ulong counter = 0)
    {
        _key = key;
        _high = iv;
        _low = counter;
    }

    /// <summary>Encrypts or decrypts in place and goes on where the last piece ended.</summary>
    public void Transform(Span<byte> data) => Transform(data, data, AesRounds.IsSupported);

    /// <summary>Encrypts or decrypts and goes on where the last piece ended.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="destination">Room for as many; the same bytes, or others that do not overlap.</param>
    public void Transform(ReadOnlySpan<byte> source, Span<byte> destination) => Transform(source, destination, AesRounds.IsSupported);

    internal void Transform(Span<byte> data, bool byInstructions) => Transform(data, data, byInstructions);

    private void Transform(ReadOnlySpan<byte> source, Span<byte> destination, bool byInstructions)
    {
        if (_left > 0)
        {
            var count = Math.Min(_left, source.Length);
            XorLeft(source[..count], destination);
            source = source[count..];
            destination = destination[count..];
        }

        var whole = source.Length & ~(AesKey.Size - 1);
        if (byInstructions)
        {
            TransformBlocks(source[..whole], destination[..whole]);
        }
        else
        {
            TransformPortably(source[..whole], destination[..whole]);
        }

        if (whole < source.Length)
        {
            _keystream = NextKeystream(byInstructions);
            _left = AesKey.Size;
            XorLeft(source[whole..], destination[whole..]);
        }
    }

    private void XorLeft(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var stream = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref _keystream, 1))[(AesKey.Size - _left)..];
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = (byte)(source[i] ^ stream[i]);
        }

        _left -= source.Length;
    }

    private Vector128<byte> NextKeystream(bool byInstructions)
    {
        var counter = Vector128.Create(BinaryPrimitives.ReverseEndianness(_high), BinaryPrimitives.ReverseEndianness(_low++)).AsByte();
        if (byInstructions)
        {
            return _key.EncryptBlock(counter);
        }

        Span<byte> block = stackalloc byte[AesKey.Size];
        counter.CopyTo(block);
        PortableAes.EncryptBlocks(_key, block, block);
        return Vector128.Create<byte>(block);
    }

    private void TransformBlocks(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var blocks = source.Length / AesKey.Size;
        if (blocks >= Lanes)
        {
            var batches = blocks / Lanes;
            _low = EightAtATime(ref from, ref to, batches, in _key.RoundKeys, _high, _low);
            from = ref Unsafe.Add(ref from, batches * Lanes * AesKey.Size);
            to = ref Unsafe.Add(ref to, batches * Lanes * AesKey.Size);
            blocks -= batches * Lanes;
        }

        for (; blocks > 0; blocks--)
        {
            (NextKeystream(byInstructions: true) ^ Vector128.LoadUnsafe(ref from)).StoreUnsafe(ref to);
            from = ref Unsafe.Add(ref from, AesKey.Size);
            to = ref Unsafe.Add(ref to, AesKey.Size);
        }
    }

    // A round takes about four cycles until its result is ready, and two can start per cycle: eight independent blocks fill the unit.
    private static ulong EightAtATime(ref byte from, ref byte to, int batches, in Vector128<byte> keys, ulong high, ulong low)
    {
        var reverse = Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        var one = Vector128.Create(1UL, 0UL);
        var counter = Vector128.Create(low, high);
        var first = keys;
        for (var batch = 0; batch < batches; batch++)
        {
            var b0 = Vector128.Shuffle(counter.AsByte(), reverse) ^ first;
            counter += one;
            var b1 = Vector128.Shuffle(counter.AsByte(), reverse) ^ first;
            counter += one;
            var b2 = Vector128.Shuffle(counter.AsByte(), reverse) ^ first;
            counter += one;
            var b3 = Vector128.Shuffle(counter.AsByte(), reverse) ^ first;
            counter += one;
            var b4 = Vector128.Shuffle(counter.AsByte(), reverse) ^ first;
            counter += one;
            var b5 = Vector128.Shuffle(counter.AsByte(), reverse) ^ first;
            counter += one;
            var b6 = Vector128.Shuffle(counter.AsByte(), reverse) ^ first;
            counter += one;
            var b7 = Vector128.Shuffle(counter.AsByte(), reverse) ^ first;
            counter += one;
            for (var round = 1; round < AesKey.Rounds; round++)
            {
                var key = AesKey.Key(in keys, round);
                b0 = AesRounds.Middle(b0, key);
                b1 = AesRounds.Middle(b1, key);
                b2 = AesRounds.Middle(b2, key);
                b3 = AesRounds.Middle(b3, key);
                b4 = AesRounds.Middle(b4, key);
                b5 = AesRounds.Middle(b5, key);
                b6 = AesRounds.Middle(b6, key);
                b7 = AesRounds.Middle(b7, key);
            }

            var last = AesKey.Key(in keys, AesKey.Rounds);
            Xor(ref from, ref to, 0, AesRounds.Last(b0, last));
            Xor(ref from, ref to, 16, AesRounds.Last(b1, last));
            Xor(ref from, ref to, 32, AesRounds.Last(b2, last));
            Xor(ref from, ref to, 48, AesRounds.Last(b3, last));
            Xor(ref from, ref to, 64, AesRounds.Last(b4, last));
            Xor(ref from, ref to, 80, AesRounds.Last(b5, last));
            Xor(ref from, ref to, 96, AesRounds.Last(b6, last));
            Xor(ref from, ref to, 112, AesRounds.Last(b7, last));
            from = ref Unsafe.Add(ref from, Lanes * AesKey.Size);
            to = ref Unsafe.Add(ref to, Lanes * AesKey.Size);
        }

        return counter.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(ref byte from, ref byte to, nuint offset, Vector128<byte> keystream) =>
        (Vector128.LoadUnsafe(ref from, offset) ^ keystream).StoreUnsafe(ref to, offset);

    private void TransformPortably(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<byte> stream = stackalloc byte[PortableBatch];
        while (!source.IsEmpty)
        {
            var count = Math.Min(source.Length, PortableBatch);
            for (var at = 0; at < count; at += AesKey.Size)
            {
                BinaryPrimitives.WriteUInt64BigEndian(stream[at..], _high);
                BinaryPrimitives.WriteUInt64BigEndian(stream[(at + 8)..], _low++);
            }

            PortableAes.EncryptBlocks(_key, stream[..count], stream);
            for (var at = 0; at < count; at += AesKey.Size)
            {
                (Vector128.Create(source.Slice(at, AesKey.Size)) ^ Vector128.Create<byte>(stream.Slice(at, AesKey.Size))).CopyTo(destination[at..]);
            }

            source = source[count..];
            destination = destination[count..];
        }
    }
}
