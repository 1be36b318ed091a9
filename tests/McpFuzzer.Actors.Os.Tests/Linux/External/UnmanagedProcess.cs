using System.Diagnostics;
using McpFuzzer.Actors.Os.Linux;

namespace McpFuzzer.Actors.Os.Tests.Linux.External;

/// <summary>A process unknown to the host, in our own group and session. Disposal ends it.</summary>
internal sealed class UnmanagedProcess : IDisposable
{
    private readonly Process _process;

    private UnmanagedProcess(Process process) => _process = process;

    internal int Pid => _process.Id;

    internal bool IsAlive => ProcessStat.TryRead(Pid, out var stat) && stat.IsAlive;

    /// <summary>Starts a script, and waits for the line that reports readiness.</summary>
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

    /// <summary>Ends it. Afterwards its pid is free.</summary>
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
