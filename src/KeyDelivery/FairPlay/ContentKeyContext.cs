using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>
/// Writes a content key context (CKC), version 1:
/// <code>
/// 0   version (4)   zero (4)   IV (16)   length (4)
/// 28  payload, AES-128-CBC under AES-ECB(SHA-1(R1), anti-replay seed): TLLV blocks
/// </code>
/// </summary>
internal static class ContentKeyContext
{
    private const int HeaderSize = 28;

    /// <summary>The answer to a message.</summary>
    /// <param name="request">The message.</param>
    /// <param name="key">The content key.</param>
    /// <param name="iv">The initialization vector of the samples.</param>
    /// <param name="duration">Limits of time; left out when the client did not say that it keeps to them.</param>
    public static byte[] Write(ServerPlaybackContext request, byte[] key, byte[] iv, FairPlayDuration? duration)
    {
        using var payload = new MemoryStream();
        var wrapped = FairPlayCipher.Encrypt(request.SessionKey, stackalloc byte[16], key);
        new Tllv(FairPlayTags.ContentKey, (byte[])[.. iv, .. wrapped]).WriteTo(payload);
        new Tllv(FairPlayTags.R1, request.R1).WriteTo(payload);
        foreach (var block in request.Returned)
        {
            block.WriteTo(payload);
        }

        if (request.HasPlaybackState && duration is { } limits)
        {
            limits.ToBlock().WriteTo(payload);
        }

        var messageIv = RandomNumberGenerator.GetBytes(16);
        var encrypted = FairPlayCipher.Encrypt(AnswerKey(request), messageIv, payload.ToArray());
        var message = new byte[HeaderSize + encrypted.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, 1);
        messageIv.CopyTo(message, 8);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(24), (uint)encrypted.Length);
        encrypted.CopyTo(message, HeaderSize);
        return message;
    }

    [SuppressMessage("Security", "CA5350", Justification = "The format derives the key so.")]
    private static byte[] AnswerKey(ServerPlaybackContext request) =>
        FairPlayCipher.EncryptBlock(SHA1.HashData(request.R1)[..16], request.AntiReplaySeed.Span);
}
