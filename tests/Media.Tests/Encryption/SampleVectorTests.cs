using System.Buffers.Binary;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Encryption;

/// <summary>Files encrypted by others: our cipher over the clear samples must give their bytes.</summary>
public sealed class SampleVectorTests
{
    private static byte[] Vector(string name) => File.ReadAllBytes(SharedFiles.Spec("vectors/" + name));

    [TestCase("63cb5f7184dd4b689a5c5ff11ee6a328", 615, new[] { "cenc/av_enc.mp4" }, new[] { "cenc/av_dec.mp4" })]
    [TestCase("602a9289bfb9b1995b75ac63f123fc86", 0, new[] { "piff/audio_init.mp4", "piff/audio_segment-1.0001.m4s" }, new[] { "piff/audio_init.mp4", "piff/audio_segment-1.0001_dec.m4s" })]
    [TestCase("602a9289bfb9b1995b75ac63f123fc86", 0, new[] { "piff/video_complseg-1.0001.mp4" }, new[] { "piff/video_complseg-1.0001_dec.mp4" })]
    [TestCase("0b17cd8bfc86557341c77bbc6e4fe9a3", 0, new[] { "piff/scheme-piff_audio_enc.mp4" }, new[] { "piff/scheme-piff_audio_dec.mp4" })]
    public async Task Counter_mode_samples_become_those_of_the_file(string key, int samples, string[] encrypted, string[] clear)
    {
        var compared = await CompareAsync(ProtectionScheme.Cenc, key, null, encrypted, clear);
        Assert.That(compared, samples == 0 ? Is.GreaterThan(5) : Is.EqualTo(samples));
    }

    [TestCase("22bdb0063805260307ee5045c0f3835a", "cbe3327da85a1e7a74496db552dfe6d0", 182, "cbcs/video_enc.mp4", "cbcs/video_dec.mp4")]
    [TestCase("5ffd93861fa776e96cccd934898fc1c8", "94dc7d3f974d9087cb38c90f121b246d", 468, "cbcs/audio_enc.mp4", "cbcs/audio_dec.mp4")]
    public async Task Pattern_samples_become_those_of_the_file(string key, string iv, int samples, string encrypted, string clear) =>
        Assert.That(await CompareAsync(ProtectionScheme.Cbcs, key, iv, [encrypted], [clear]), Is.EqualTo(samples));

    private static async Task<int> CompareAsync(ProtectionScheme scheme, string key, string? iv, string[] encrypted, string[] clear)
    {
        var theirs = await EncryptedFile.ReadAsync(iv is null ? 8 : 0, [.. encrypted.Select(Vector)]);
        var plain = await EncryptedFile.ReadAsync(8, [.. clear.Select(Vector)]);
        var compared = 0;
        foreach (var track in plain.File.Tracks.Where(track => track.Format.Kind != TrackKind.Text))
        {
            var other = theirs.File.Find(track.TrackId)!;
            var auxiliary = theirs.AuxiliaryOf(track.TrackId);
            Assert.That(other.SampleCount, Is.EqualTo(track.SampleCount));
            for (var number = 0; number < track.SampleCount; number++, compared++)
            {
                var subsamples = auxiliary.Count > 0 ? auxiliary[number].Subsamples : [];
                var map = subsamples.Length > 0 ? new SubsampleMap(subsamples, [subsamples.Length]) : null;
                var encryption = new TrackEncryption(
                    scheme, Guid.Empty, new AesKey(Convert.FromHexString(key)), iv is null ? Base(auxiliary[number].Iv, number) : Convert.FromHexString(iv));
                var protection = new FragmentProtection(encryption, track, new SampleRange(number, 1), map);
                Assert.That(
                    StreamingCipher.Run(protection.CreateEncryptor(), plain.SampleBytes(track, number), piece: 1 + (number * 37 % 1000)),
                    Is.EqualTo(theirs.SampleBytes(other, number)),
                    $"track {track.TrackId} sample {number}");
            }
        }

        return compared;
    }

    // Our IVs count from sample to sample; the files may count differently, so each sample gets the base that leads to its IV.
    private static byte[] Base(byte[] iv, int number)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, BinaryPrimitives.ReadUInt64BigEndian(iv) - (ulong)number);
        return bytes;
    }
}
