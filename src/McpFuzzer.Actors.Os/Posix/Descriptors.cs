using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// The node's own descriptors (docs/hazards.md, 51): always close-on-exec, and never 0 to 2, even when the node was
/// started with those closed.
/// </summary>
internal static unsafe class Descriptors
{
    internal const int None = -1;

    /// <summary>
    /// Opens a pipe. False, with the error number in <see cref="Marshal.GetLastPInvokeError" />, when that fails.
    /// </summary>
    internal static bool TryOpenPipe(out int readEnd, out int writeEnd)
    {
        var ends = stackalloc int[2];
        readEnd = writeEnd = None;
        if (Libc.pipe2(ends, Libc.O_CLOEXEC) != 0)
        {
            return false;
        }

        var lifted = TryLift(ref ends[0]) && TryLift(ref ends[1]);
        if (!lifted)
        {
            var error = Marshal.GetLastPInvokeError();
            Close(ref ends[0]);
            Close(ref ends[1]);
            Marshal.SetLastPInvokeError(error);
            return false;
        }

        (readEnd, writeEnd) = (ends[0], ends[1]);
        return true;
    }

    internal static int OpenNullDevice()
    {
        var descriptor = Libc.open("/dev/null", Libc.O_RDWR | Libc.O_CLOEXEC);
        return descriptor >= 0 && TryLift(ref descriptor)
            ? descriptor
            : throw new IOException($"/dev/null: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>
    /// O_NONBLOCK belongs to the open file description. The two ends of a pipe have one each, so the child's end stays
    /// blocking.
    /// </summary>
    internal static void SetNonBlocking(int descriptor) => _ = Libc.fcntl(descriptor, Libc.F_SETFL, Libc.O_NONBLOCK);

    /// <summary>Whether it is open, and an exec would keep it open.</summary>
    internal static bool IsInheritable(int descriptor) => Libc.fcntl(descriptor, Libc.F_GETFD, 0) == 0;

    internal static void Close(ref int descriptor)
    {
        if (descriptor != None)
        {
            // Not repeated on EINTR: on Linux the descriptor is already closed (close(2)).
            _ = Libc.close(descriptor);
            descriptor = None;
        }
    }

    /// <summary>How many bytes can be read from a pipe now.</summary>
    internal static int CountReadable(int descriptor)
    {
        int count;
        return Libc.ioctl(descriptor, Libc.FIONREAD, &count) == 0 ? count : 0;
    }

    private static bool TryLift(ref int descriptor)
    {
        if (descriptor > 2)
        {
            return true;
        }

        var lifted = Libc.fcntl(descriptor, Libc.F_DUPFD_CLOEXEC, 3);
        if (lifted < 0)
        {
            return false;
        }

        _ = Libc.close(descriptor);
        descriptor = lifted;
        return true;
    }
}
