using System.Security.Cryptography;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>
/// Decrypts elementary streams as Apple's MPEG-2 Stream Encryption Format for HTTP Live Streaming tells players to; written
/// from that text, with the library's AES, and shares nothing with the encryptor.
/// </summary>
internal sealed class SampleAesDecryptor : IDisposable
{
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _iv;

    public SampleAesDecryptor(TestKey key) => (_aes.Key, _iv) = (key.Value, key.Iv);

    /// <summary>NAL units of an Annex B stream, slices decrypted.</summary>
    public List<byte[]> Video(byte[] stream, ref int slices)
    {
        var units = NalUnits(stream);
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i].Length > 48 && (units[i][0] & 31) is 1 or 5)
            {
                units[i] = Slice(units[i]);
                slices++;
            }
        }

        return units;
    }

    /// <summary>An ADTS stream.</summary>
    public byte[] Aac(byte[] stream) => Frames(stream, 7 + 16, frame => ((frame[3] & 3) << 11) | (frame[4] << 3) | (frame[5] >> 5));

    /// <summary>An E-AC-3 stream.</summary>
    public byte[] Eac3(byte[] stream) => Frames(stream, 16, Eac3Size);

    /// <summary>An AC-3 stream; frames lie so many bytes apart.</summary>
    public byte[] Ac3(byte[] stream, int size) => Frames(stream, 16, _ => size);

    /// <summary>An AC-3 stream, its frames as long as their headers say: ETSI TS 102 366, table 4.13.</summary>
    public byte[] Ac3(byte[] stream) => Frames(stream, 16, Ac3Size);

    /// <summary>Bytes of an AC-3 frame.</summary>
    public static int Ac3Size(byte[] frame)
    {
        int[] kilobits = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
        var (rate, code) = (frame[4] >> 6, frame[4] & 63);
        var bits = kilobits[code / 2] * 1000;
        return 2 * (rate switch { 0 => bits * 96 / 48_000, 1 => (bits * 96 / 44_100) + (code % 2), _ => bits * 96 / 32_000 });
    }

    /// <summary>Bytes of an E-AC-3 frame, annex E of the same.</summary>
    public static int Eac3Size(byte[] frame) => 2 * ((((frame[2] & 7) << 8) | frame[3]) + 1);

    public void Dispose() => _aes.Dispose();

    /// <summary>NAL units between start codes, without zeros behind them.</summary>
    public static List<byte[]> NalUnits(byte[] stream)
    {
        var (units, start) = (new List<byte[]>(), -1);
        for (var at = 0; at + 3 <= stream.Length; at++)
        {
            if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1)
            {
                if (start >= 0)
                {
                    units.Add(stream.AsSpan(start, at - start).TrimEnd((byte)0).ToArray());
                }

                start = at + 3;
                at += 2;
            }
        }

        units.Add(stream.AsSpan(start).TrimEnd((byte)0).ToArray());
        return units;
    }

    private byte[] Slice(byte[] escaped)
    {
        var (unit, zeros) = (new List<byte>(), 0);
        foreach (var value in escaped)
        {
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            unit.Add(value);
        }

        var (bytes, at, chain) = (unit.ToArray(), 32, _iv);
        while (at < bytes.Length)
        {
            if (bytes.Length - at > 16)
            {
                var block = bytes[at..(at + 16)];
                _aes.DecryptCbc(block, chain, PaddingMode.None).CopyTo(bytes, at);
                chain = block;
                at += 16;
            }

            at += 144;
        }

        return bytes;
    }

    private byte[] Frames(byte[] stream, int lead, Func<byte[], int> length)
    {
        for (var at = 0; at < stream.Length;)
        {
            var frame = stream[at..];
            var size = length(frame);
            var whole = Math.Max(0, size - lead) / 16 * 16;
            if (whole > 0)
            {
                _aes.DecryptCbc(frame.AsSpan(lead, whole), _iv, PaddingMode.None).CopyTo(stream, at + lead);
            }

            at += size;
        }

        return stream;
    }
}
