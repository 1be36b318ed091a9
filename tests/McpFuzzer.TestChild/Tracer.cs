using System.Diagnostics;

namespace McpFuzzer;

/// <summary>
/// Another process that traces one of our children, like a debugger. The kernel reports the exit to it first, and to
/// the parent when it lets go.
/// </summary>
public sealed class Tracer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private Tracer(Process process) => _process = process;

    /// <summary>Returns when the process is traced.</summary>
    public static async Task<Tracer> AttachAsync(int pid)
    {
        var command = TestChild.Command("trace", $"{pid}");
        var process = Process.Start(
            new ProcessStartInfo(command[0], command.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return line == "ready" ? new Tracer(process) : throw new InvalidOperationException($"not traced: {line}");
    }

    /// <summary>Returns when the process is no longer traced.</summary>
    public async Task LetGoAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.StandardOutput.Dispose();
        _process.Dispose();
    }
}
