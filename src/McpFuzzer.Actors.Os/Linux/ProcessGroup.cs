using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>A process group whose number is certain, since its leader has not been reaped.</summary>
internal static class ProcessGroup
{
    /// <summary>True when a member of it lives.</summary>
    internal static bool HasLiving(int group)
    {
        try
        {
            return ProcessStat
                .ListPids()
                .Any(pid =>
                    Libc.getpgid(pid) == group
                    && ProcessStat.TryRead(pid, out var stat)
                    && stat.IsAlive
                    && stat.Group == group
                );
        }
        catch (IOException)
        {
            // Nothing is known: a signal does no harm to a zombie.
            return true;
        }
    }
}
