using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>
/// Has a write beyond the file size limit (RLIMIT_FSIZE, setrlimit(2)) fail like any other write, where its signal
/// would end the process. Commands that are started have the default action, as always after execve(2).
/// </summary>
internal static class FileSizeLimit
{
    private const int SIGXFSZ = 25;

    /// <summary>Until the registration is disposed; null where the signal does not exist.</summary>
    public static PosixSignalRegistration? Survive() =>
        OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
            ? PosixSignalRegistration.Create((PosixSignal)SIGXFSZ, context => context.Cancel = true)
            : null;
}
