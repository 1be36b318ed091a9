using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux.Measuring;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// RLIMIT_NOFILE of a child, set by prlimit(2) when it has been started: posix_spawn(3) cannot set it, and our own hard
/// limit, once lowered, could not be raised again. What the child opened in that moment stays open.
/// </summary>
internal static unsafe class OpenFilesLimit
{
    private const int RLIMIT_NOFILE = 7;

    /// <summary>Why it cannot be kept; null when it is, or none is asked for. The child must not have been reaped.</summary>
    /// <param name="leader">The child.</param>
    /// <param name="limits">What its spec asks for.</param>
    /// <param name="soft">Its soft limit where that is nothing.</param>
    internal static StartResult.Failed? Apply(int leader, ResourceLimits? limits, ulong? soft)
    {
        if (limits?.OpenFiles is not { } bound)
        {
            if (soft is { } inherited && SoftOpenFiles.LowerTo(leader, inherited))
            {
                SetEarlyChildren(leader, pid => SoftOpenFiles.LowerTo(pid, inherited));
            }

            return null;
        }

        if (!TrySet(leader, bound))
        {
            var error = Marshal.GetLastPInvokeError();
            return new StartResult.Failed(
                SpawnError.Other,
                $"Limits.OpenFiles = {bound} cannot be kept: {Marshal.GetPInvokeErrorMessage(error)} ({error})."
            );
        }

        SetEarlyChildren(leader, pid => TrySet(pid, bound));
        return null;
    }

    // Those that were forked before the leader had its limit, and theirs; who is forked later inherits it.
    private static void SetEarlyChildren(int leader, Func<int, bool> trySet)
    {
        var tree = new ProcessTree();
        HashSet<int> limited = [leader];
        bool found;
        do
        {
            found = false;
            foreach (var member in tree.Walk(leader, SessionTable.Empty, furtherRoots: []))
            {
                found |= limited.Add(member.Pid) && trySet(member.Pid);
            }
        } while (found);
    }

    private static bool TrySet(int pid, int bound)
    {
        var limit = stackalloc ulong[2] { (ulong)bound, (ulong)bound };
        return Libc.prlimit(pid, RLIMIT_NOFILE, limit, null) == 0;
    }
}
