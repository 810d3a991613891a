using System.Diagnostics;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>The command that stands first in the README, run as a user runs it.</summary>
public sealed class RunScriptTests
{
    private static readonly TimeSpan BuildAndEncodeLimit = TimeSpan.FromMinutes(6);

    [Test]
    public async Task It_builds_starts_and_takes_a_file_to_urls_that_answer()
    {
        var data = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        var start = new ProcessStartInfo("env")
        {
            ArgumentList = { "--default-signal=INT", Path.Combine(Repository.Root, "run.sh"), "--data", data, "--port", $"{ServerProcess.FreePorts()}", "--json", SharedFiles.Media("good/portrait-720x1080.mp4") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(BuildAndEncodeLimit);
        try
        {
            var published = await PublishedAsync(process, limit.Token) ?? throw new InvalidOperationException(await errors);
            using var client = new HttpClient();
            foreach (var name in new[] { "hls", "dash", "smooth", "page" })
            {
                using var response = await client.GetAsync(published[name]!.GetValue<string>(), limit.Token);
                Assert.That((int)response.StatusCode, Is.EqualTo(200), name);
            }

            using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
            await process.WaitForExitAsync(limit.Token);
            Assert.That(process.ExitCode, Is.Zero);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<JsonNode?> PublishedAsync(Process process, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            var said = JsonNode.Parse(line)!;
            switch (said["event"]!.GetValue<string>())
            {
                case "published":
                    return said;
                case "failed":
                    Assert.Fail(line);
                    break;
            }
        }

        return null;
    }
}
