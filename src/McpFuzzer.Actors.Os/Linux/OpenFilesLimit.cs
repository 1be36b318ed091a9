using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux.Measuring;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// RLIMIT_NOFILE of a child, set by prlimit(2) after its start. posix_spawn(3) cannot set it, and our own hard limit
/// cannot be raised again. Files that the child opened before stay open.
/// </summary>
internal static unsafe class OpenFilesLimit
{
    private const int RLIMIT_NOFILE = 7;

    /// <summary>
    /// Explains why the limit cannot be set; null when it is set, or none is requested. The child must not have been
    /// reaped.
    /// </summary>
    /// <param name="leader">The child.</param>
    /// <param name="limits">The limits of its spec.</param>
    /// <param name="soft">Its soft limit when the spec sets none.</param>
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
                $"Limits.OpenFiles = {bound} cannot be set: {Marshal.GetPInvokeErrorMessage(error)} ({error})."
            );
        }

        SetEarlyChildren(leader, pid => TrySet(pid, bound));
        return null;
    }

    // Also for descendants that were forked before the leader had its limit. Later ones inherit it.
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
