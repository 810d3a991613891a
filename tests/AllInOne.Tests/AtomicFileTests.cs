using MediaPlatform.AllInOne.Hosting;

namespace MediaPlatform.AllInOne.Tests;

public sealed class AtomicFileTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_reader_sees_one_whole_text_or_the_other()
    {
        var path = Path.Combine(_folder, "file");
        var texts = new[] { new string('a', 100_000), new string('b', 50_000) };
        AtomicFile.Write(path, texts[0], AtomicFile.OwnerOnly);
        using var enough = new CancellationTokenSource();
        var writes = 0;
        var writer = Task.Run(() =>
        {
            for (; !enough.IsCancellationRequested; writes++) AtomicFile.Write(path, texts[writes % 2], AtomicFile.OwnerOnly);
        });
        for (var reads = 0; reads < 50 || Volatile.Read(ref writes) < 5; reads++)
        {
            Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(texts[0]).Or.EqualTo(texts[1]));
        }

        await enough.CancelAsync();
        await writer;
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_secret_is_its_owners_alone_even_where_a_file_lay_open_before()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, AtomicFile.ReadableByAll);
        File.WriteAllText(path + ".new", "left by a crash");
        AtomicFile.Write(path, "secret", AtomicFile.OwnerOnly);
        Assert.That((File.ReadAllText(path), File.GetUnixFileMode(path)), Is.EqualTo(("secret", UnixFileMode.UserRead | UnixFileMode.UserWrite)));
    }
}
