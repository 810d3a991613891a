using MediaPlatform.AllInOne.Hosting;

namespace MediaPlatform.AllInOne.Tests;

public sealed class DataDirectoryTests
{
    [Test]
    public void Only_one_process_at_a_time_holds_a_folder()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("mediaplatform-test-").FullName, "data");
        try
        {
            using (DataDirectory.Open(path))
            {
                Assert.That(() => DataDirectory.Open(path), Throws.InstanceOf<IOException>().With.Message.Contains("in use"));
            }

            using var again = DataDirectory.Open(path);
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
