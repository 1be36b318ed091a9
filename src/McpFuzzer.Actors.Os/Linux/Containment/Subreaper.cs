using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Makes this process the subreaper of its orphaned descendants, instead of pid 1 (PR_SET_CHILD_SUBREAPER of prctl(2);
/// docs/hazards.md, 4 and 48). Permanent, since other code may come to rely on it.
/// </summary>
internal static unsafe class Subreaper
{
    /// <summary>Always true for the first process of a pid namespace.</summary>
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
