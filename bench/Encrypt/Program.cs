using System.Diagnostics;
using System.Globalization;
using MediaPlatform.Media.Encryption.Aes128;

// Bulk AES-128 on one core against `openssl speed`, interleaved in one run. Prints MB/s and the ratio ours / openssl.
// Usage: dotnet run -c Release --project bench/Encrypt [rounds]
const int Size = 64 * 1024;
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
var key = new AesKey(new byte[16]);
var iv = new byte[16];
var data = new byte[Size];
var eight = Enumerable.Range(0, 8).Select(_ => new CbcLane(new CbcCipher(key, iv), new byte[Size])).ToArray();
var lanes = Enumerable.Range(0, 4).Select(_ => new CbcLane(new CbcCipher(key, iv), new byte[Size])).ToArray();

(string Name, string Rival, int Bytes, Action Run)[] cases =
[
    ("CTR", "aes-128-ctr", Size, () => new CtrCipher(key, 1).Transform(data)),
    ("CBC, one chain", "aes-128-cbc", Size, () => new CbcCipher(key, iv).Encrypt(data)),
    ("CBC, four chains", "aes-128-cbc", 4 * Size, () => CbcLanes.Encrypt(lanes)),
    ("CBC, eight chains", "aes-128-cbc", 8 * Size, () => CbcLanes.Encrypt(eight)),
    ("cbcs pattern 1:9", "aes-128-cbc", Size, () => new CbcCipher(key, iv).EncryptPattern(data, 160)),
];

Console.WriteLine($"{"case",-18} {"ours MB/s",10} {"openssl MB/s",13} {"ratio",7}");
foreach (var (name, rival, bytes, run) in cases)
{
    var ours = new double[rounds];
    var theirs = new double[rounds];
    Measure(run, bytes, 0.5);
    for (var round = 0; round < rounds; round++)
    {
        ours[round] = Measure(run, bytes, 1);
        theirs[round] = OpenSsl(rival);
    }

    Array.Sort(ours);
    Array.Sort(theirs);
    var (mine, other) = (ours[rounds / 2], theirs[rounds / 2]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18} {mine,10:F0} {other,13:F0} {mine / other,7:F2}"));
}

static double Measure(Action run, int bytes, double seconds)
{
    var clock = Stopwatch.StartNew();
    long total = 0;
    while (clock.Elapsed.TotalSeconds < seconds)
    {
        for (var i = 0; i < 100; i++) run();
        total += 100L * bytes;
    }

    return total / clock.Elapsed.TotalSeconds / 1e6;
}

static double OpenSsl(string cipher)
{
    var start = new ProcessStartInfo("openssl") { RedirectStandardOutput = true, RedirectStandardError = true };
    foreach (var argument in new[] { "speed", "-elapsed", "-seconds", "1", "-bytes", Size.ToString(CultureInfo.InvariantCulture), "-evp", cipher }) start.ArgumentList.Add(argument);
    using var process = Process.Start(start)!;
    process.ErrorDataReceived += static (_, _) => { };
    process.BeginErrorReadLine();
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    var figure = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
    return double.Parse(figure.TrimEnd('k'), CultureInfo.InvariantCulture) / 1e3;
}
