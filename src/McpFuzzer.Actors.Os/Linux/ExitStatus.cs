using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>The exit of a child, read by its pidfd (waitid(2)).</summary>
internal static unsafe class ExitStatus
{
    private const int CLD_EXITED = 1;
    private const int CLD_DUMPED = 3;
    private const int InfoSize = 128;
    private const int PidOffset = 16;

    /// <summary>Reads the exit and leaves the zombie where it is, so that its pid stays taken. Null while the child runs.</summary>
    internal static ProcessExit? Peek(int pidfd) => Wait(pidfd, Libc.WNOWAIT);

    /// <summary>Takes the zombie away.</summary>
    internal static void Reap(int pidfd) => Wait(pidfd, 0);

    /// <summary>Whether a child can be reaped; of one that another process traces the kernel says so only when that one has let it go. True also of what is not a child any more.</summary>
    internal static bool HasExited(int pid) => LookAtChild(pid) != ChildLook.Alive;

    /// <summary>Whether it is a child of ours that has exited and was not reaped. It is not reaped here.</summary>
    internal static bool IsZombieChild(int pid) => LookAtChild(pid) == ChildLook.Zombie;

    /// <summary>
    /// Takes away the zombie of an adopted process, if the pid is still its own: by a pidfd, and never by a wait for any child. False when it stays, since another process traces it.
    /// </summary>
    internal static bool ReapAdopted(int pid, long startTicks)
    {
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0)
        {
            return false;
        }

        var isGone =
            !ProcessStat.TryReadVisible(pid, out var stat)
            || stat.StartTicks != startTicks
            || Wait(pidfd, 0) is not null;
        _ = Libc.close(pidfd);
        return isGone;
    }

    /// <summary>Whether the kernel knows how to wait by a pidfd; asked with one that is not a child's.</summary>
    internal static bool IsWaitable(int pidfd)
    {
        var info = stackalloc byte[InfoSize];
        return Libc.waitid(Libc.P_PIDFD, pidfd, info, Libc.WEXITED | Libc.WNOHANG) != 0
            && Marshal.GetLastPInvokeError() == Errno.ECHILD;
    }

    private static ChildLook LookAtChild(int pid)
    {
        var info = stackalloc byte[InfoSize];
        new Span<byte>(info, InfoSize).Clear();
        return Libc.waitid(Libc.P_PID, pid, info, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT) != 0 ? ChildLook.NoChild
            : *(int*)(info + PidOffset) != 0 ? ChildLook.Zombie
            : ChildLook.Alive;
    }

    private enum ChildLook
    {
        NoChild,
        Zombie,
        Alive,
    }

    private static ProcessExit? Wait(int pidfd, int options)
    {
        var info = stackalloc byte[InfoSize];
        new Span<byte>(info, InfoSize).Clear();
        while (Libc.waitid(Libc.P_PIDFD, pidfd, info, Libc.WEXITED | Libc.WNOHANG | options) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == Errno.ECHILD)
            {
                return new ProcessExit.Unknown("other code in the node's process has taken the status");
            }

            if (error != Errno.EINTR)
            {
                return new ProcessExit.Unknown($"waitid: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }

        // siginfo_t: si_code at 8, si_pid at 16, si_status at 24; si_pid stays zero while there is nothing to tell.
        var code = *(int*)(info + 8);
        var pid = *(int*)(info + PidOffset);
        var status = *(int*)(info + 24);
        if (pid == 0)
        {
            return null;
        }

        return code == CLD_EXITED
            ? new ProcessExit.Code(status)
            : new ProcessExit.Signal(status, CoreDumped: code == CLD_DUMPED);
    }
}
