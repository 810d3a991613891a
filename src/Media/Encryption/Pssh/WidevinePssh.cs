using System.Text;

namespace MediaPlatform.Media.Encryption.Pssh;

/// <summary>The data of a Widevine pssh: a protocol buffer with key id, and where wanted provider, content id and scheme.</summary>
public static class WidevinePssh
{
    private const byte KeyIdField = (2 << 3) | 2;
    private const byte ProviderField = (3 << 3) | 2;
    private const byte ContentIdField = (4 << 3) | 2;
    private const byte SchemeField = 9 << 3;

    /// <summary>The box.</summary>
    public static byte[] Write(Guid keyId, ProtectionScheme? scheme = null, string? provider = null, string? contentId = null) =>
        PsshBox.Write(ProtectionSystems.Widevine, Data(keyId, scheme, provider, contentId));

    /// <summary>The data in the box.</summary>
    public static byte[] Data(Guid keyId, ProtectionScheme? scheme = null, string? provider = null, string? contentId = null)
    {
        using var message = new MemoryStream();
        WriteField(message, KeyIdField, keyId.ToByteArray(bigEndian: true));
        if (provider is not null)
        {
            WriteField(message, ProviderField, Encoding.UTF8.GetBytes(provider));
        }

        if (contentId is not null)
        {
            WriteField(message, ContentIdField, Encoding.UTF8.GetBytes(contentId));
        }

        if (scheme is { } known)
        {
            message.WriteByte(SchemeField);
            WriteVarint(message, new IsoBmff.FourCC(known == ProtectionScheme.Cbcs ? "cbcs" : "cenc").Value);
        }

        return message.ToArray();
    }

    private static void WriteField(MemoryStream message, byte field, byte[] value)
    {
        message.WriteByte(field);
        WriteVarint(message, (uint)value.Length);
        message.Write(value);
    }

    private static void WriteVarint(MemoryStream message, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            message.WriteByte((byte)(value | 0x80));
        }

        message.WriteByte((byte)value);
    }
}
