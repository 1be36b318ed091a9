using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>The exit of a child, read by its pidfd (waitid(2)); docs/hazards.md, 23 and 24.</summary>
internal static unsafe class ExitStatus
{
    private const int CLD_EXITED = 1;
    private const int CLD_DUMPED = 3;
    private const int InfoSize = 128;
    private const int PidOffset = 16;

    /// <summary>Reads the exit and keeps the zombie, so that its pid stays taken. Null while the child runs.</summary>
    internal static ProcessExit? Peek(int pidfd) => Wait(pidfd, Libc.WNOWAIT);

    /// <summary>Reaps the zombie.</summary>
    internal static void Reap(int pidfd) => Wait(pidfd, 0);

    /// <summary>
    /// Whether a child can be reaped. For a traced child the kernel says so only after the tracer has let it go. Also
    /// true for a process that is not a child any more.
    /// </summary>
    internal static bool HasExited(int pid) => LookAtChild(pid) != ChildLook.Alive;

    /// <summary>Whether it is a child of this process that has exited and is not reaped. Does not reap it.</summary>
    internal static bool IsZombieChild(int pid) => LookAtChild(pid) == ChildLook.Zombie;

    /// <summary>
    /// Reaps an adopted process if the pid still belongs to it: by a pidfd, never by waiting for any child. False when
    /// the zombie stays because another process traces it.
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

    /// <summary>Whether the kernel can wait by a pidfd. Called with one that does not belong to a child.</summary>
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

        // siginfo_t: si_code at 8, si_pid at 16, si_status at 24. si_pid stays zero until the exit.
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
