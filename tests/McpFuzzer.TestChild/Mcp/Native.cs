using System.Runtime.InteropServices;

namespace McpFuzzer.Mcp;

/// <summary>Ends of a process that .NET would soften.</summary>
internal static partial class Native
{
    /// <summary>Ends the process at once: nothing is flushed, no handler runs.</summary>
    public static void Exit(int code) => ExitNow(code);

    /// <summary>Sends the process a signal.</summary>
    public static void Signal(int number) => _ = Kill(Environment.ProcessId, number);

    public static void CloseStdout() => _ = Close(1);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
