using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>
/// A server playback context (SPC), version 1:
/// <code>
/// 0   version (4)   zero (4)   IV (16)
/// 24  SPCK, wrapped for the certificate (128)
/// 152 SHA-1 of the certificate (20)   length (4)
/// 176 payload, AES-128-CBC under SPCK: TLLV blocks
/// </code>
/// </summary>
internal sealed class ServerPlaybackContext
{
    /// <summary>What is said of a message that cannot be read, whatever is wrong with it.</summary>
    public const string Damaged = "The SPC is damaged.";

    /// <summary>Bytes of a tag.</summary>
    public const int TagSize = 8;

    private const int HeaderSize = 176;
    private const int SecretSize = 16;
    private readonly Dictionary<ulong, ReadOnlyMemory<byte>> _blocks;

    private ServerPlaybackContext(Dictionary<ulong, ReadOnlyMemory<byte>> blocks, byte[] session)
    {
        _blocks = blocks;
        SessionKey = session[..16];
        R1 = session[36..80];
    }

    /// <summary>Wraps the content key.</summary>
    public byte[] SessionKey { get; }

    /// <summary>Goes back in the answer, and encrypts it.</summary>
    public byte[] R1 { get; }

    /// <summary>Seed of the key of the answer.</summary>
    public ReadOnlyMemory<byte> AntiReplaySeed => _blocks[FairPlayTags.AntiReplaySeed];

    /// <summary>The id that the application gave, if any.</summary>
    public ReadOnlyMemory<byte>? AssetId => _blocks.TryGetValue(FairPlayTags.AssetId, out var value) ? value : null;

    /// <summary>Whether the answer may limit time.</summary>
    public bool HasPlaybackState => _blocks.ContainsKey(FairPlayTags.PlaybackState);

    /// <summary>The blocks that the client wants back: each once, and none that only an answer's writer may write.</summary>
    public IEnumerable<Tllv> Returned =>
        from tag in ReturnTags().Distinct()
        where !FairPlayTags.IsOfAnswer(tag) && _blocks.ContainsKey(tag)
        select new Tllv(tag, _blocks[tag]);

    /// <summary>Opens a message; the reason when it cannot be.</summary>
    public static ServerPlaybackContext? Open(
        ReadOnlySpan<byte> message, FairPlayCertificate certificate, byte[] ask, IFairPlayKeyDerivation derivation, out string? mistake)
    {
        mistake = CheckHeader(message, certificate);
        if (mistake is not null)
        {
            return null;
        }

        var blocks = certificate.Unwrap(message[24..152]) is { Length: 16 } key
            ? Tllv.ReadAll(FairPlayCipher.Decrypt(key, message[8..24], message[HeaderSize..])) : null;
        mistake = blocks is null ? Damaged : ServerPlaybackRules.Check(blocks);
        if (blocks is null || mistake is not null)
        {
            return null;
        }

        var context = OpenSession(blocks, ask, derivation);
        mistake = context is null ? Damaged : null;
        return context;
    }

    private static string? CheckHeader(ReadOnlySpan<byte> message, FairPlayCertificate certificate)
    {
        if (message.Length < HeaderSize)
        {
            return "The SPC is too short.";
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(message[172..]);
        return BinaryPrimitives.ReadUInt32BigEndian(message) != 1 ? "Only SPC version 1 can be read."
            : !message[152..172].SequenceEqual(certificate.Hash) ? "The SPC is for another certificate."
            : length != message.Length - HeaderSize || length % 16 != 0 ? "The SPC has not the length that it says."
            : null;
    }

    private static ServerPlaybackContext? OpenSession(Dictionary<ulong, ReadOnlyMemory<byte>> blocks, byte[] ask, IFairPlayKeyDerivation derivation)
    {
        if (derivation.Derive(blocks[FairPlayTags.R2].Span, ask) is not { Length: SecretSize } secret)
        {
            return null;
        }

        var wrapped = blocks[FairPlayTags.SessionKeyAndR1];
        var session = FairPlayCipher.Decrypt(secret, wrapped.Span[..16], wrapped.Span[16..]);
        // A message that was made for another ASk opens to other bytes.
        return CryptographicOperations.FixedTimeEquals(session.AsSpan(80), blocks[FairPlayTags.Integrity].Span) ? new(blocks, session) : null;
    }

    private List<ulong> ReturnTags()
    {
        var tags = new List<ulong>();
        if (_blocks.TryGetValue(FairPlayTags.ReturnRequest, out var value))
        {
            for (var at = 0; at + TagSize <= value.Length; at += TagSize)
            {
                tags.Add(BinaryPrimitives.ReadUInt64BigEndian(value.Span[at..]));
            }
        }

        return tags;
    }
}
