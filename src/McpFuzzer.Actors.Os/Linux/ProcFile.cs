using System.Buffers.Text;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>Reads the small files of /proc (proc(5)) with three system calls and no garbage.</summary>
internal static unsafe class ProcFile
{
    internal const int Denied = -1;

    private const int LongestPath = 64;

    /// <summary>
    /// Reads <c>/proc/PID/name</c> as far as the buffer takes it. False when the process is gone or the file is empty, and, with <see cref="Denied" /> for a count, when it
    /// may not be read; throws when nothing can be known, for want of a descriptor.
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
    /// All of a file, in the buffer or, where that is too small, in one of its own; empty when there is nothing to be read, or it is not for us. The path ends in NUL.
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

    /// <summary>The same of a path that ends in NUL.</summary>
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
