using System.Diagnostics;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>
/// Another process that traces one of our children, like a debugger. The kernel reports the exit to it first, and to
/// the parent when it lets go.
/// </summary>
internal sealed class Tracer : IDisposable
{
    private readonly Process _process;

    private Tracer(Process process) => _process = process;

    internal static async Task<Tracer> AttachAsync(int pid)
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
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync().WaitAsync(Contract.Recorder.Patience));
        return new Tracer(process);
    }

    internal async Task LetGoAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Contract.Recorder.Patience);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
