using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Foreground;

/// <summary>The limit of this process's address space (RLIMIT_AS, setrlimit(2)).</summary>
internal static unsafe partial class AddressSpaceLimit
{
    private const int RLIMIT_AS = 9;

    /// <summary>Reads the soft limit in bytes. Null where it cannot be read.</summary>
    internal static ulong? Read()
    {
        var limits = stackalloc ulong[2];
        return OperatingSystem.IsLinux() && getrlimit(RLIMIT_AS, limits) == 0 ? limits[0] : null;
    }

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, ulong* limits);
}
