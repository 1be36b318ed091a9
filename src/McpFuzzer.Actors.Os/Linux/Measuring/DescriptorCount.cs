using System.IO.Enumeration;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>Counts the open descriptors of a process.</summary>
internal static unsafe class DescriptorCount
{
    private const int AT_FDCWD = -100;
    private const uint STATX_SIZE = 0x200;
    private const int StatxSize = 256;
    private const int SizeOffset = 40;

    /// <summary>Zero when the process has ended; null when they may not be counted.</summary>
    internal static int? Of(int pid)
    {
        var folder = $"/proc/{pid}/fd";
        var status = stackalloc byte[StatxSize];
        if (Libc.statx(AT_FDCWD, folder, 0, STATX_SIZE, status) != 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                Errno.ENOENT or Errno.ESRCH => 0,
                (Errno.EMFILE or Errno.ENFILE or Errno.ENOMEM) and var error => throw new IOException(
                    $"{folder}: {Marshal.GetPInvokeErrorMessage(error)}"
                ),
                _ => null,
            };
        }

        // Since Linux 6.2 the size of the folder is their number (proc_pid_fd(5)). Before, it is zero.
        var size = *(long*)(status + SizeOffset);
        return size > 0 ? (int)size : CountEntries(folder);
    }

    private static int? CountEntries(string folder)
    {
        try
        {
            return new FileSystemEnumerable<bool>(folder, static (ref FileSystemEntry _) => true).Count();
        }
        catch (Exception gone) when (gone is DirectoryNotFoundException or { HResult: Errno.ESRCH })
        {
            return 0;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
