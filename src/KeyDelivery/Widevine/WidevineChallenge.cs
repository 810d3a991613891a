namespace MediaPlatform.KeyDelivery.Widevine;

/// <summary>
/// The message of a content decryption module: a protocol buffer whose first field is the kind of message. What is inside is for
/// the licence service; here it is only told from random bytes.
/// </summary>
internal static class WidevineChallenge
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    /// <summary>Asks for the certificate with which the module encrypts its identity; holds nothing else.</summary>
    public static bool IsCertificateRequest(ReadOnlySpan<byte> message) => message.SequenceEqual((ReadOnlySpan<byte>)[0x08, 0x04]);

    /// <summary>Whether the fields fill the message exactly and begin with the kind.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || message[0] != 0x08)
        {
            return false;
        }

        while (!message.IsEmpty)
        {
            if (!TryReadVarint(ref message, out var tag) || tag >> 3 == 0 || !TrySkip(ref message, (int)(tag & 7)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> message, int type)
    {
        ulong length = 0;
        switch (type)
        {
            case VarintType: return TryReadVarint(ref message, out _);
            case Fixed64Type: length = 8; break;
            case Fixed32Type: length = 4; break;
            case BytesType when TryReadVarint(ref message, out length): break;
            default: return false;
        }

        if (length > (ulong)message.Length)
        {
            return false;
        }

        message = message[(int)length..];
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (var index = 0; index < message.Length && index < 10; index++)
        {
            value |= (ulong)(message[index] & 0x7F) << (7 * index);
            if (message[index] < 0x80)
            {
                message = message[(index + 1)..];
                return true;
            }
        }

        return false;
    }
}
