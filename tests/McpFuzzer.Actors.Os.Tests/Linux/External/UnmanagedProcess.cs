using System.Diagnostics;
using McpFuzzer.Actors.Os.Linux;

namespace McpFuzzer.Actors.Os.Tests.Linux.External;

/// <summary>A process that the host knows nothing of, in our own group and session. Its disposal ends it.</summary>
internal sealed class UnmanagedProcess : IDisposable
{
    private readonly Process _process;

    private UnmanagedProcess(Process process) => _process = process;

    internal int Pid => _process.Id;

    internal bool IsAlive => ProcessStat.TryRead(Pid, out var stat) && stat.IsAlive;

    /// <summary>Starts a script, and waits for the line that says that it is set up.</summary>
    internal static async Task<UnmanagedProcess> StartAsync(string script, string? user = null)
    {
        var start = new ProcessStartInfo("sh", ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        if (user is not null)
        {
            start.UserName = user;
        }

        var process = Process.Start(start)!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync().WaitAsync(Contract.Recorder.Patience));
        return new UnmanagedProcess(process);
    }

    /// <summary>Ends it; when this returns, nobody has its pid any more.</summary>
    internal void End()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    internal Task ExitAsync() => _process.WaitForExitAsync().WaitAsync(Contract.Recorder.Patience);

    public void Dispose()
    {
        End();
        _process.Dispose();
    }
}
