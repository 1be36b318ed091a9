using System.Diagnostics;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>
/// kill(2) for a child of <see cref="Process" />, which itself sends nothing but SIGKILL. It goes by pid: between the look and the signal the child can exit and be reaped,
/// which is why this host promises no more than it does.
/// </summary>
internal static partial class UnixSignal
{
    /// <summary>False when it is gone, and its <see cref="Process" /> may be disposed of.</summary>
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
