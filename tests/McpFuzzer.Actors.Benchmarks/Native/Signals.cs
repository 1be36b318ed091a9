using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Benchmarks.Native;

/// <summary>kill(2), for children of this process that are not reaped yet.</summary>
internal static partial class Signals
{
    private const int SIGKILL = 9;

    public static void Kill(int pid) => _ = kill(pid, SIGKILL);

    [LibraryImport("libc.so.6")]
    private static partial int kill(int pid, int signal);
}
