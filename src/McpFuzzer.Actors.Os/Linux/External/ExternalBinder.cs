using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.External;

/// <summary>
/// Binds a process by its pidfd, if this node may end it (docs/hazards.md, 20). It binds first and checks afterwards.
/// If a null signal still reaches the process at the end, it was not reaped meanwhile: the process that was checked is
/// the one that is bound.
/// </summary>
/// <param name="isManaged">Whether it belongs to one of our sets.</param>
/// <param name="helper">The pid of our guardian; zero when there is none.</param>
/// <param name="user">The user whose processes may be bound: the effective user of this process.</param>
/// <param name="openPidfd">pidfd_open(2).</param>
internal sealed class ExternalBinder(
    Func<ProcessStat, bool> isManaged,
    Func<int> helper,
    uint user,
    Func<int, int> openPidfd
)
{
    internal ExternalBinder(LinuxContainment containment)
        : this(containment.IsMember, () => containment.GuardianPid, Libc.geteuid(), Libc.PidfdOpen) { }

    /// <summary>
    /// Opens the pidfd of the process, which the caller then owns. Otherwise says why it cannot be bound.
    /// </summary>
    internal BindResult.Rejected? TryBind(int pid, out int pidfd, out ProcessStat stat)
    {
        (pidfd, stat) = (-1, default);
        if (pid <= 1 || pid == Environment.ProcessId || pid == helper())
        {
            return NotAllowed($"pid {pid} is the machine's first process, this node or its guardian");
        }

        pidfd = openPidfd(pid);
        if (pidfd < 0)
        {
            return OfError(Marshal.GetLastPInvokeError(), pid);
        }

        BindResult.Rejected? rejection;
        try
        {
            rejection = Check(pid, out stat) ?? CheckBound(pidfd, pid);
        }
        catch (IOException unreadable)
        {
            // A process that cannot be checked is not bound.
            rejection = new BindResult.Rejected(
                BindRejection.NoResources,
                $"pid {pid} could not be read: {unreadable.Message}"
            );
        }

        if (rejection is not null)
        {
            Descriptors.Close(ref pidfd);
        }

        return rejection;
    }

    private BindResult.Rejected? Check(int pid, out ProcessStat stat)
    {
        if (!ProcessStat.TryReadVisible(pid, out stat) || !stat.IsAlive)
        {
            return Gone(pid);
        }

        if (stat.IsOfKernel)
        {
            return NotAllowed($"pid {pid} is a thread of the kernel");
        }

        if (!ProcessUsers.TryRead(pid, out var users))
        {
            return Gone(pid);
        }

        if (!users.AreAll(user))
        {
            return NotAllowed($"pid {pid} is a process of another user ({users}, not {user})");
        }

        return IsAncestor(pid) ? NotAllowed($"pid {pid} is an ancestor of this node")
            : isManaged(stat)
                ? new BindResult.Rejected(
                    BindRejection.Managed,
                    $"pid {pid} is a managed process, or descends from one"
                )
            : null;
    }

    private static BindResult.Rejected? CheckBound(int pidfd, int pid) =>
        Libc.PidfdSendSignal(pidfd, 0) ? null : OfError(Marshal.GetLastPInvokeError(), pid);

    private static bool IsAncestor(int pid)
    {
        var below = Environment.ProcessId;
        while (ProcessStat.TryReadVisible(below, out var stat) && stat.Parent > 0)
        {
            if (stat.Parent == pid)
            {
                return true;
            }

            below = stat.Parent;
        }

        return false;
    }

    private static BindResult.Rejected OfError(int error, int pid) =>
        error switch
        {
            Errno.ESRCH => Gone(pid),
            // A thread that is not the first of its process has no pidfd. Newer kernels answer ENOENT.
            Errno.EINVAL or Errno.ENOENT => new BindResult.Rejected(
                BindRejection.NoSuchProcess,
                $"pid {pid} is a thread, not a process"
            ),
            Errno.EPERM => NotAllowed($"pid {pid} may not be signalled by this node's user"),
            _ => new BindResult.Rejected(
                BindRejection.NoResources,
                $"pid {pid} could not be bound: {Marshal.GetPInvokeErrorMessage(error)}"
            ),
        };

    private static BindResult.Rejected Gone(int pid) =>
        new(BindRejection.NoSuchProcess, $"no process has pid {pid}, or it has ended");

    private static BindResult.Rejected NotAllowed(string message) => new(BindRejection.NotAllowed, message);
}
