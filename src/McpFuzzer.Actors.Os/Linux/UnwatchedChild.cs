using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// A child that was started but cannot be watched, since no descriptor was left for its pidfd (docs/hazards.md, 19).
/// </summary>
internal static unsafe class UnwatchedChild
{
    private const int InfoSize = 128;

    /// <summary>Kills it with its group, and reaps it. Blocks as long as the kernel takes to end a process.</summary>
    internal static void End(int pid)
    {
        var info = stackalloc byte[InfoSize];
        // Its exec is microseconds old: no process can have left its group yet.
        _ = Libc.kill(-pid, SignalNumbers.SIGKILL);
        while (Libc.waitid(Libc.P_PID, pid, info, Libc.WEXITED) != 0 && Marshal.GetLastPInvokeError() == Errno.EINTR)
        {
            // A signal to the node interrupted the call.
        }
    }
}
