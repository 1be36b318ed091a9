using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>Makes this process the one that adopts its orphaned descendants (PR_SET_CHILD_SUBREAPER of prctl(2)), in place of pid 1. For good: others may rely on it by then.</summary>
internal static unsafe class Subreaper
{
    /// <summary>The first process of a pid namespace is one by nature.</summary>
    internal static bool IsOn
    {
        get
        {
            int on;
            return Environment.ProcessId == 1
                || (Libc.prctl(Libc.PR_GET_CHILD_SUBREAPER, (nuint)(&on), 0, 0, 0) == 0 && on != 0);
        }
    }

    internal static bool TryTurnOn() => Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
}
