using System.Buffers.Text;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// Reads the small files of /proc (proc(5)) with three system calls, without allocation (docs/performance.md, "Start to
/// end of /bin/true"). The proof that a set is empty reads several for each child.
/// </summary>
internal static unsafe class ProcFile
{
    internal const int Denied = -1;

    private const int LongestPath = 64;

    /// <summary>
    /// Reads <c>/proc/PID/name</c> into the buffer, as far as it fits. False when the process has ended or the file is
    /// empty. Also false, with <see cref="Denied" /> as the count, when it is unreadable. Throws when no descriptor is
    /// left.
    /// </summary>
    internal static bool TryRead(int pid, ReadOnlySpan<byte> name, Span<byte> buffer, out int count)
    {
        Span<byte> path = stackalloc byte[LongestPath];
        "/proc/"u8.CopyTo(path);
        var length = "/proc/"u8.Length;
        _ = Utf8Formatter.TryFormat(pid, path[length..], out var digits);
        length += digits;
        path[length++] = (byte)'/';
        name.CopyTo(path[length..]);
        path[length + name.Length] = 0;
        return TryRead(path, buffer, out count);
    }

    /// <summary>
    /// Reads a whole file into the buffer, or into a larger one. Empty when the file is empty or unreadable. The path
    /// ends in NUL.
    /// </summary>
    internal static ReadOnlySpan<byte> ReadAll(ReadOnlySpan<byte> path, Span<byte> buffer)
    {
        while (TryRead(path, buffer, out var count))
        {
            if (count < buffer.Length)
            {
                return buffer[..count];
            }

            buffer = new byte[2 * buffer.Length];
        }

        return [];
    }

    /// <summary>As above, for a path that ends in NUL.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> path, Span<byte> buffer, out int count)
    {
        count = 0;
        int descriptor;
        fixed (byte* start = path)
        {
            descriptor = Libc.open(start, Libc.O_CLOEXEC);
        }

        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            count = error is Errno.EACCES or Errno.EPERM ? Denied : 0;
            return error is Errno.ENOENT or Errno.ESRCH || count == Denied
                ? false
                : throw new IOException($"/proc: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        fixed (byte* start = buffer)
        {
            while (count < buffer.Length)
            {
                var read = (int)Libc.read(descriptor, start + count, (nuint)(buffer.Length - count));
                if (read <= 0)
                {
                    break;
                }

                count += read;
            }
        }

        _ = Libc.close(descriptor);
        return count > 0;
    }
}
