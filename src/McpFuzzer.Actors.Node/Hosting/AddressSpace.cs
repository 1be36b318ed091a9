using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>
/// The limit of address space (RLIMIT_AS, setrlimit(2)). .NET reserves far more than it uses: under a low limit it ends
/// at any moment, by an abort or by an assembly that it can't map.
/// </summary>
internal static class AddressSpace
{
    // Measured: with 4.0 million KiB some starts fail, with 4.5 million none does.
    private const ulong LeastKilobytes = 5_000_000;

    /// <summary>Rejects a limit that is too low, before anything is started.</summary>
    /// <exception cref="UsageException">The limit is too low.</exception>
    public static void RequireEnough()
    {
        if (AddressSpaceLimit.Read() is { } limit && ErrorOf(limit) is { } error)
        {
            throw new UsageException(error);
        }
    }

    /// <summary>The one line; null when the limit in bytes is enough.</summary>
    internal static string? ErrorOf(ulong limit) =>
        limit / 1024 >= LeastKilobytes
            ? null
            : $"the limit of address space is {limit / 1024} KiB (ulimit -v), and mcpfuzzer needs {LeastKilobytes}: "
                + "raise it, and limit the command alone, as in: "
                + $"mcpfuzzer run -- sh -c 'ulimit -v {limit / 1024}; exec \"$@\"' sh make test";
}
