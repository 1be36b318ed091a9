using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// Whether libc and the kernel have what the Linux host needs: glibc 2.34 and Linux 5.4, on x86-64 or AArch64. Tested,
/// never assumed.
/// </summary>
internal static class LinuxSupport
{
    private static readonly string[] Symbols =
    [
        "gnu_get_libc_version",
        "posix_spawn_file_actions_addchdir_np",
        "posix_spawn_file_actions_addclosefrom_np",
        "sem_clockwait",
    ];

    private static readonly Lazy<bool> Available = new(Probe);

    internal static bool IsAvailable => Available.Value;

    private static bool Probe()
    {
        if (
            !OperatingSystem.IsLinux()
            || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64)
            || !NativeLibrary.TryLoad(Libc.Library, out var library)
        )
        {
            return false;
        }

        return Array.TrueForAll(Symbols, name => NativeLibrary.TryGetExport(library, name, out _)) && CanWaitByPidfd();
    }

    // Old kernels and some sandboxes answer ENOSYS or EPERM. waitid on a pidfd of our own process fails with ECHILD
    // where it is supported, and with EINVAL before Linux 5.4.
    private static bool CanWaitByPidfd()
    {
        var pidfd = Libc.PidfdOpen(Environment.ProcessId);
        if (pidfd < 0)
        {
            return false;
        }

        try
        {
            return ExitStatus.IsWaitable(pidfd);
        }
        finally
        {
            _ = Libc.close(pidfd);
        }
    }
}
