using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>
/// kill(2) for a child of <see cref="Process" />, which itself can only send SIGKILL. It signals by pid. Between the
/// check and the signal the child can exit and be reaped, so this host promises less.
/// </summary>
internal static partial class SignalledChild
{
    /// <summary>
    /// False for a signal that this system lacks, and when the child has ended, even if its <see cref="Process" /> is
    /// already disposed.
    /// </summary>
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

    /// <summary>Kills a child, and the descendants that <see cref="Process" /> still finds by their parents.</summary>
    internal static void KillTree(Process process, Action<Exception> onFault)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Already gone.
        }
        catch (Exception fault) when (fault is Win32Exception or AggregateException)
        {
            onFault(fault);
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
            return process.Id > 1 && signal.NumberHere is { } number && kill(process.Id, number) == 0;
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
