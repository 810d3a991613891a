using System.IO.Pipelines;
using System.Security.Cryptography;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.StreamingEndpoint.Keys;
using MediaPlatform.StreamingEndpoint.Protocols;

namespace MediaPlatform.StreamingEndpoint.Tests.Protocols;

public sealed class EncryptingWriterTests
{
    private static readonly byte[] s_key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
    private static readonly byte[] s_iv = Convert.FromHexString("f0e0d0c0b0a090807060504030201000");

    [TestCase(1)]
    [TestCase(15)]
    [TestCase(16)]
    [TestCase(40)]
    [TestCase(703)]
    public async Task A_response_that_gives_no_more_room_than_it_is_asked_for_gets_every_byte(int length)
    {
        var clear = new byte[length];
        new Random(length).NextBytes(clear);
        var aesKey = new AesKey(s_key);
        var segment = new EnvelopeSegment(new MemorySegment(clear, "video/mp4", "init"), new TrackKey(aesKey, s_iv, null!, "tag"));
        var output = new TightWriter();

        Assert.That(await segment.WriteAsync(output, new(0, segment.Length), default), Is.True);

        using var aes = Aes.Create();
        aes.Key = s_key;
        Assert.That(aes.DecryptCbc(output.Written.ToArray(), s_iv), Is.EqualTo(clear));
    }

    /// <summary>As the last bytes of a buffer: never more room than was asked for.</summary>
    private sealed class TightWriter : PipeWriter
    {
        private byte[] _room = [];

        public List<byte> Written { get; } = [];

        public override Memory<byte> GetMemory(int sizeHint = 0) => _room = new byte[Math.Max(1, sizeHint)];

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes) => Written.AddRange(_room.AsSpan(0, bytes));

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
