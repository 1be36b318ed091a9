using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>A process group whose number cannot be reused, since its leader is not reaped.</summary>
internal static class ProcessGroup
{
    /// <summary>True when a member is alive.</summary>
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
            // Unknown. A signal does no harm to a zombie.
            return true;
        }
    }
}
