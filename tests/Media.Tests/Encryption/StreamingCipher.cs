using MediaPlatform.Media.Encryption;

namespace MediaPlatform.Media.Tests.Encryption;

/// <summary>Sends bytes through an encryptor as a response does: buffer by buffer, with what was held back in front.</summary>
internal static class StreamingCipher
{
    public static byte[] Run(SegmentEncryptor encryptor, ReadOnlySpan<byte> clear, int piece)
    {
        using var output = new MemoryStream();
        var buffer = new byte[piece + SegmentEncryptor.FinishRoom];
        while (!clear.IsEmpty)
        {
            var count = Math.Min(piece, clear.Length);
            clear[..count].CopyTo(buffer.AsSpan(encryptor.Held));
            output.Write(buffer, 0, encryptor.Encrypt(buffer.AsSpan(0, encryptor.Held + count)));
            clear = clear[count..];
        }

        output.Write(buffer, 0, encryptor.Finish(buffer));
        return output.ToArray();
    }
}
