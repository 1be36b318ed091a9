using System.Globalization;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>
/// Our own descriptors 0 to 2, by the system calls: no stream of .NET passes bytes on without a position of its own, an encoding, or settings of the terminal. What is called here
/// may block its thread.
/// </summary>
internal static unsafe partial class Descriptor
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const int EINTR = 4;
    private const int EIO = 5;
    private const int EBADF = 9;
    private const int EPIPE = 32;
    private const int ECONNRESET = 104;
    private const short POLLIN = 1;
    private const short POLLOUT = 4;
    private const int F_GETFD = 1;
    private const int FD_CLOEXEC = 1;
    private const int BackgroundPause = 200;

    private static readonly int EAGAIN = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Reads what is there, and waits until something is; zero at the end, and where it can't be read.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (WasGiven(descriptor))
            {
                var count = (int)read(descriptor, start, (nuint)buffer.Length);
                if (count >= 0)
                {
                    return count;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == EAGAIN)
                {
                    // Whoever else has it open made it so; it is not ours to change.
                    Wait(descriptor, POLLIN);
                }
                else if (error != EINTR)
                {
                    break;
                }
            }
        }

        return 0;
    }

    /// <summary>Writes all, and waits until it is taken.</summary>
    /// <returns>Zero, or the error number.</returns>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (!WasGiven(descriptor))
        {
            return EBADF;
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
                if (error == EAGAIN)
                {
                    Wait(descriptor, POLLOUT);
                }
                else if (error != EINTR)
                {
                    return error;
                }
            }
        }

        return 0;
    }

    /// <summary>Whether an error of <see cref="Write" /> says that nobody reads any more: a closed pipe, a terminal that hung up.</summary>
    public static bool IsReaderGone(int error) => error is EPIPE or EIO or ECONNRESET;

    public static string MessageOf(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>Waits until there is something to read, and until it is ours: the terminal stops a group in the background that reads from it.</summary>
    public static void WaitForInput()
    {
        while (WasGiven(Input))
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

    /// <summary>Lets go of our stdin, so that whoever writes to it is told.</summary>
    public static void CloseInput()
    {
        var nothing = open("/dev/null", 0);
        if (nothing < 0)
        {
            return;
        }

        // Not by close(2): the number would be given to the next file that is opened.
        foreach (var copy in CopiesOfInput())
        {
            _ = dup2(nothing, copy);
        }

        _ = dup2(nothing, Input);
        _ = close(nothing);
    }

    /// <summary>Stops this process until somebody continues it.</summary>
    public static void StopSelf() => _ = kill(getpid(), SignalNumbers.Stop);

    // Where we were started without it, its number may have gone to a file of the runtime's: those are all closed by an exec, as nothing is that came to us by one.
    private static bool WasGiven(int descriptor) =>
        fcntl(descriptor, F_GETFD) is >= 0 and var flags && (flags & FD_CLOEXEC) == 0;

    // The runtime makes copies of the three for itself when it starts, and has no use for them; a pipe stays open as long as one is.
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
        public int Descriptor;
        public short Events;
        public short Happened;
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
