using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// A process by its pidfd. A pid may pass to a stranger between the finding and the signal: so it is bound first, then
/// looked at again, and what is signalled is who was looked at.
/// </summary>
internal readonly struct BoundProcess : IDisposable
{
    private readonly int _pidfd;

    private BoundProcess(int pidfd, ProcessStat stat)
    {
        _pidfd = pidfd;
        Stat = stat;
    }

    /// <summary>As it was looked at.</summary>
    internal ProcessStat Stat { get; }

    /// <summary>
    /// Null when it is gone, is another by now, or cannot be bound or looked at, for want of a descriptor.
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
            // Nobody is signalled who cannot be looked at.
        }

        _ = Libc.close(pidfd);
        return null;
    }

    /// <summary>SIGKILL to it, if it is still the one that is meant.</summary>
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
    /// To the whole group that it leads; false where the kernel can't do that by a pidfd (Linux 6.9).
    /// </summary>
    internal bool TrySignalGroup(int signal) =>
        Stat.Group == Stat.Pid && Libc.PidfdSendSignal(_pidfd, signal, Libc.PIDFD_SIGNAL_PROCESS_GROUP);

    public void Dispose() => _ = Libc.close(_pidfd);
}
