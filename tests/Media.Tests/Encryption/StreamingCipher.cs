using MediaPlatform.Media.Encryption;

namespace MediaPlatform.Media.Tests.Encryption;

/// <summary>Sends bytes through an encryptor as a response does: buffer by buffer, with what was held back in front; every other one from elsewhere.</summary>
internal static class StreamingCipher
{
    public static byte[] Run(SegmentEncryptor encryptor, ReadOnlySpan<byte> clear, int piece)
    {
        using var output = new MemoryStream();
        var buffer = new byte[piece + SegmentEncryptor.FinishRoom];
        for (var isElsewhere = false; !clear.IsEmpty; isElsewhere = !isElsewhere)
        {
            var count = Math.Min(piece, clear.Length);
            if (isElsewhere)
            {
                output.Write(buffer, 0, encryptor.Encrypt(clear[..count], buffer));
            }
            else
            {
                clear[..count].CopyTo(buffer.AsSpan(encryptor.Held));
                output.Write(buffer, 0, encryptor.Encrypt(buffer.AsSpan(0, encryptor.Held + count)));
            }

            clear = clear[count..];
        }

        output.Write(buffer, 0, encryptor.Finish(buffer));
        return output.ToArray();
    }
}
