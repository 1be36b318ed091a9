using System.Globalization;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// Descriptors 0 to 2 of this process (read(2), write(2), poll(2)). Every member may block its thread.
/// </summary>
internal static unsafe partial class StandardDescriptors
{
    internal const int Input = 0;
    internal const int Output = 1;
    internal const int Error = 2;

    private const short POLLIN = 1;
    private const short POLLOUT = 4;
    private const int F_GETFD = 1;
    private const int FD_CLOEXEC = 1;
    private const int BackgroundPause = 200;

    /// <summary>
    /// Reads what has arrived, and waits for the first byte. Zero at the end, or when it is unreadable.
    /// </summary>
    internal static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (IsInherited(descriptor))
            {
                var count = (int)read(descriptor, start, (nuint)buffer.Length);
                if (count >= 0)
                {
                    return count;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == Errno.WouldBlock)
                {
                    // Another process that shares it made it non-blocking, and may rely on that.
                    Wait(descriptor, POLLIN);
                }
                else if (error != Errno.EINTR)
                {
                    break;
                }
            }
        }

        return 0;
    }

    /// <summary>Writes all bytes, and waits until the reader takes them.</summary>
    /// <returns>Zero, or the error number.</returns>
    internal static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (!IsInherited(descriptor))
        {
            return Errno.EBADF;
        }

        fixed (byte* start = bytes)
        {
            for (var written = 0; written < bytes.Length; )
            {
                var count = (int)write(descriptor, start + written, (nuint)(bytes.Length - written));
                if (count >= 0)
                {
                    written += count;
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == Errno.WouldBlock)
                {
                    Wait(descriptor, POLLOUT);
                }
                else if (error != Errno.EINTR)
                {
                    return error;
                }
            }
        }

        return 0;
    }

    /// <summary>Whether an error of <see cref="Write" /> means a closed pipe or a terminal that hung up.</summary>
    internal static bool IsReaderGone(int error) => error is Errno.EPIPE or Errno.EIO or Errno.ECONNRESET;

    internal static string MessageOf(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>
    /// Waits until there is input and this process is in the foreground. The terminal stops a background group that
    /// reads from it.
    /// </summary>
    internal static void WaitForInput()
    {
        while (IsInherited(Input))
        {
            Wait(Input, POLLIN);
            var foreground = tcgetpgrp(Input);
            if (foreground <= 0 || foreground == getpgid(0))
            {
                return;
            }

            _ = poll(null, 0, BackgroundPause);
        }
    }

    /// <summary>Releases stdin, so that its writer sees a closed pipe.</summary>
    internal static void CloseInput()
    {
        var nothing = open("/dev/null", 0);
        if (nothing < 0)
        {
            return;
        }

        // Not by close(2): the next file that is opened would get the number.
        foreach (var copy in CopiesOfInput())
        {
            _ = dup2(nothing, copy);
        }

        _ = dup2(nothing, Input);
        _ = close(nothing);
    }

    /// <summary>Stops this process until another one continues it.</summary>
    internal static void StopSelf() => _ = kill(getpid(), SignalNumbers.SIGSTOP);

    // A process that was started without the stream may have opened a file under its number. Such files are
    // close-on-exec; what we inherited through an exec is not.
    private static bool IsInherited(int descriptor) =>
        fcntl(descriptor, F_GETFD) is >= 0 and var flags && (flags & FD_CLOEXEC) == 0;

    // The runtime duplicates the three when it starts. A pipe stays open as long as one of its duplicates does.
    private static List<int> CopiesOfInput()
    {
        const string descriptors = "/proc/self/fd";
        if (
            !Directory.Exists(descriptors)
            || new FileInfo($"{descriptors}/{Input}").LinkTarget is not { } pipe
            || !pipe.StartsWith("pipe:", StringComparison.Ordinal)
        )
        {
            return [];
        }

        return
        [
            .. new DirectoryInfo(descriptors)
                .EnumerateFileSystemInfos()
                .Where(entry => entry.LinkTarget == pipe)
                .Select(entry => int.Parse(entry.Name, CultureInfo.InvariantCulture))
                .Where(descriptor => descriptor > Error),
        ];
    }

    private static void Wait(int descriptor, short events)
    {
        var polled = new Polled { Descriptor = descriptor, Events = events };
        _ = poll(&polled, 1, -1);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        internal int Descriptor;
        internal short Events;
        internal short Happened;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(Polled* polled, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int tcgetpgrp(int terminal);

    [LibraryImport("libc")]
    private static partial int getpgid(int pid);

    [LibraryImport("libc")]
    private static partial int getpid();

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
