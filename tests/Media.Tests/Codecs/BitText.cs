using System.Text;

namespace MediaPlatform.Media.Tests.Codecs;

/// <summary>Writes bit streams as a standard prints them: digits, and Exp-Golomb codes.</summary>
internal sealed class BitText
{
    private readonly StringBuilder _digits = new();

    /// <summary>Adds binary digits.</summary>
    public BitText Add(string digits)
    {
        _digits.Append(digits);
        return this;
    }

    /// <summary>Adds an unsigned Exp-Golomb code, ITU-T H.264 9.1.</summary>
    public BitText Ue(uint value)
    {
        var code = Convert.ToString((long)value + 1, 2);
        _digits.Append('0', code.Length - 1).Append(code);
        return this;
    }

    /// <summary>The bits, filled up with zeros, and emulation prevention bytes where they are needed.</summary>
    public byte[] ToBytes()
    {
        var digits = _digits.ToString().PadRight((_digits.Length + 7) / 8 * 8, '0');
        var bytes = new List<byte>();
        for (var at = 0; at < digits.Length; at += 8)
        {
            var value = Convert.ToByte(digits.Substring(at, 8), 2);
            if (value <= 3 && bytes is [.., 0, 0])
            {
                bytes.Add(3);
            }

            bytes.Add(value);
        }

        return [.. bytes];
    }
}
