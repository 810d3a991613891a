using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Encryption;

public sealed class SubsampleMapTests
{
    [TestCase("cenc/av", 8, ProtectionScheme.Cenc)]
    [TestCase("cbcs/video", 0, ProtectionScheme.Cbcs)]
    public async Task H264_slices_are_mapped_as_in_files_of_others(string name, int ivSize, ProtectionScheme scheme)
    {
        var theirs = await EncryptedFile.ReadAsync(ivSize, File.ReadAllBytes(SharedFiles.Spec($"vectors/{name}_enc.mp4")));
        var clear = await EncryptedFile.ReadAsync(ivSize, File.ReadAllBytes(SharedFiles.Spec($"vectors/{name}_dec.mp4")));
        var track = clear.File.First(TrackKind.Video)!;
        var map = (await SubsampleReader.ReadAsync(clear.Reader, track, new SampleRange(0, track.SampleCount), scheme, default))!;
        var expected = theirs.AuxiliaryOf(track.TrackId);
        for (var sample = 0; sample < track.SampleCount; sample++)
        {
            Assert.That(map.Of(sample).ToArray(), Is.EqualTo(expected[sample].Subsamples), $"sample {sample}");
        }
    }
}
