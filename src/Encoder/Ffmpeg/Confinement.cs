using System.Diagnostics;
using System.Globalization;

namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>
/// Wraps a tool so that it dies with the worker, dumps no core, keeps to its memory and inherits nothing from the worker's environment.
/// util-linux does the work where it is installed; without it the tool runs unwrapped and dies through its closed pipes.
/// </summary>
internal static class Confinement
{
    private static readonly string? Prlimit = Find("prlimit");
    private static readonly string? Setpriv = Find("setpriv");

    public static ProcessStartInfo Wrap(ToolRun run)
    {
        var command = new List<string>();
        if (Prlimit is not null)
        {
            command.AddRange([Prlimit, "--core=0"]);
            if (run.MemoryLimit > 0) command.Add("--as=" + run.MemoryLimit.ToString(CultureInfo.InvariantCulture));
            command.Add("--");
        }

        if (Setpriv is not null) command.AddRange([Setpriv, "--pdeathsig", "KILL", "--no-new-privs", "--"]);
        command.Add(Find(run.Tool) ?? run.Tool);
        command.AddRange(run.Arguments);

        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = run.WorkingDirectory ?? Path.GetTempPath(),
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        start.Environment["MALLOC_ARENA_MAX"] = "8";
        return start;
    }

    private static string? Find(string tool)
    {
        if (Path.IsPathRooted(tool)) return File.Exists(tool) ? tool : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
    }
}
