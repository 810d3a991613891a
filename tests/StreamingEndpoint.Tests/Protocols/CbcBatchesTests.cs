using System.Security.Cryptography;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.StreamingEndpoint.Protocols;

namespace MediaPlatform.StreamingEndpoint.Tests.Protocols;

public sealed class CbcBatchesTests
{
    [Test]
    public async Task Chains_that_run_together_give_the_bytes_they_give_alone()
    {
        var random = new Random(7);
        await Task.WhenAll(Enumerable.Range(0, 23).Select(number => EncryptAsync(number + random.Next(5))));
        Assert.That(CbcBatches.IsBusy, Is.False);

        async Task EncryptAsync(int seed)
        {
            await Task.Yield();
            var numbers = new Random(seed);
            var (key, iv, clear) = (new byte[16], new byte[16], new byte[numbers.Next(1, 200_000)]);
            numbers.NextBytes(key);
            numbers.NextBytes(iv);
            numbers.NextBytes(clear);
            var encryptor = new EnvelopeEncryptor(new AesKey(key), iv);
            var request = CbcBatches.Join(encryptor);
            using var output = new MemoryStream();
            for (var at = 0; at < clear.Length;)
            {
                var count = Math.Min(numbers.Next(1, 70_000), clear.Length - at);
                var buffer = new byte[encryptor.Held + count];
                clear.AsSpan(at, count).CopyTo(buffer.AsSpan(encryptor.Held));
                output.Write(buffer, 0, await CbcBatches.Here.EncryptAsync(request, buffer));
                at += count;
            }

            var last = new byte[16];
            output.Write(last, 0, encryptor.Finish(last));
            CbcBatches.Leave();
            using var aes = Aes.Create();
            aes.Key = key;
            Assert.That(output.ToArray().AsSpan().SequenceEqual(aes.EncryptCbc(clear, iv)), $"seed {seed}");
        }
    }
}
