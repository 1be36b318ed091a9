using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Foreground;

/// <summary>
/// Makes a write beyond the file size limit (RLIMIT_FSIZE, setrlimit(2)) fail like any other write. By default its
/// signal ends the process. Commands that we start have the default action, as always after execve(2).
/// </summary>
internal static class FileSizeLimit
{
    /// <summary>Holds until the registration is disposed. Null where the signal does not exist.</summary>
    internal static PosixSignalRegistration? Survive() =>
        OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
            ? PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGXFSZ, context => context.Cancel = true)
            : null;
}
