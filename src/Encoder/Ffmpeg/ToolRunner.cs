using System.Diagnostics;
using System.Text;

namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>Runs ffmpeg and ffprobe: bounded output, bounded silence, killed on cancel.</summary>
internal sealed class ToolRunner(TimeProvider time)
{
    /// <summary>Runs a tool to its end. Cancelling kills it and everything it started before the exception leaves.</summary>
    /// <param name="onLine">Called for each line of standard output; the output is kept when null.</param>
    public async Task<ToolResult> RunAsync(ToolRun run, Action<string>? onLine, CancellationToken cancellationToken)
    {
        using var process = await StartAsync(run);
        using var watch = new Watch(run.SilenceLimit, time, cancellationToken);
        await using var killOnStop = watch.Token.Register(() => Kill(process));
        process.StandardInput.Close();

        var errors = ReadErrorsAsync(process.StandardError);
        var output = await ReadOutputAsync(process, run, line =>
        {
            watch.Touch();
            onLine?.Invoke(line);
        }, keep: onLine is null);
        var (tail, damage) = await errors;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return new ToolResult(process.ExitCode, output, tail, damage, watch.Token.IsCancellationRequested);
    }

    private static async Task<Process> StartAsync(ToolRun run)
    {
        try
        {
            return await Spawner.StartAsync(Confinement.Wrap(run));
        }
        catch (System.ComponentModel.Win32Exception mistake)
        {
            throw JobErrors.Service($"{run.Tool} could not be started on this worker.", mistake.Message);
        }
    }

    private static async Task<string> ReadOutputAsync(Process process, ToolRun run, Action<string> onLine, bool keep)
    {
        var kept = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            onLine(line);
            if (!keep) continue;
            if (kept.Length + line.Length > run.OutputLimit)
            {
                Kill(process);
                break;
            }

            kept.Append(line).Append('\n');
        }

        return kept.ToString();
    }

    private static async Task<(IReadOnlyList<string> Tail, int Damage)> ReadErrorsAsync(StreamReader errors)
    {
        const int keptLines = 20;
        const int keptCharacters = 400;
        var tail = new Queue<string>();
        var damage = 0;
        while (await errors.ReadLineAsync() is { } line)
        {
            if (DamageSigns.Matches(line)) damage++;
            if (line.Length == 0) continue;
            if (tail.Count == keptLines) tail.Dequeue();
            tail.Enqueue(line.Length > keptCharacters ? line[..keptCharacters] : line);
        }

        return ([.. tail], damage);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            Debug.Assert(process.HasExited, "only a process that has ended cannot be killed");
        }
    }

    /// <summary>Fires on cancel, and when nothing was written for too long.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly CancellationTokenSource _silence;
        private readonly CancellationTokenSource _either;
        private readonly TimeSpan _limit;

        public Watch(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
        {
            _limit = limit;
            _silence = new CancellationTokenSource(limit, time);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken);
        }

        public CancellationToken Token => _either.Token;

        public void Touch() => _silence.CancelAfter(_limit);

        public void Dispose()
        {
            _either.Dispose();
            _silence.Dispose();
        }
    }
}
