using System.Diagnostics;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>
/// kill(2) for a child of <see cref="Process" />, which itself can only send SIGKILL. It signals by pid. Between the
/// check and the signal the child can exit and be reaped, so this host promises less.
/// </summary>
internal static partial class UnixSignal
{
    /// <summary>False when the child has ended, even if its <see cref="Process" /> is already disposed.</summary>
    internal static bool TrySend(Process process, ProcessSignal signal)
    {
        try
        {
            return Send(process, signal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Send(Process process, ProcessSignal signal)
    {
        if (process.HasExited)
        {
            return false;
        }

        if (!OperatingSystem.IsWindows())
        {
            return process.Id > 1 && kill(process.Id, signal.Number) == 0;
        }

        if (signal != ProcessSignal.Kill)
        {
            return false;
        }

        process.Kill();
        return true;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
