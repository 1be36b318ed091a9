using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// A process bound by its pidfd. A pid can be reused between the search and the signal. So the process is bound first
/// and checked afterwards: the process that was checked is the one that is signalled (docs/hazards.md, 20: reused
/// pids).
/// </summary>
internal readonly struct BoundProcess : IDisposable
{
    private readonly int _pidfd;

    private BoundProcess(int pidfd, ProcessStat stat)
    {
        _pidfd = pidfd;
        Stat = stat;
    }

    /// <summary>The process as it was when checked.</summary>
    internal ProcessStat Stat { get; }

    /// <summary>
    /// Null when the process has ended, is another process now, or cannot be bound or read for lack of a descriptor.
    /// </summary>
    internal static BoundProcess? TryBind(int pid, Func<ProcessStat, bool> isMeant)
    {
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0)
        {
            return null;
        }

        try
        {
            if (ProcessStat.TryRead(pid, out var stat) && isMeant(stat))
            {
                return new BoundProcess(pidfd, stat);
            }
        }
        catch (IOException)
        {
            // A process that cannot be checked is not signalled.
        }

        _ = Libc.close(pidfd);
        return null;
    }

    /// <summary>Kills the process if it is still the one that is meant.</summary>
    internal static void Kill(int pid, Func<ProcessStat, bool> isMeant)
    {
        if (TryBind(pid, isMeant) is { } bound)
        {
            bound.Kill();
            bound.Dispose();
        }
    }

    internal void Kill() => Signal(SignalNumbers.SIGKILL);

    internal void Signal(int signal) => _ = Libc.PidfdSendSignal(_pidfd, signal);

    /// <summary>
    /// Signals the whole group that it leads. False where the kernel cannot do that by a pidfd (before Linux 6.9).
    /// </summary>
    internal bool TrySignalGroup(int signal) =>
        Stat.Group == Stat.Pid && Libc.PidfdSendSignal(_pidfd, signal, Libc.PIDFD_SIGNAL_PROCESS_GROUP);

    public void Dispose() => _ = Libc.close(_pidfd);
}
