using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>Reads small files of /proc into a buffer that is used again. Not thread-safe.</summary>
internal sealed unsafe class ProcReader
{
    private byte[] _buffer = new byte[4096];

    /// <summary>
    /// All of a file, valid until the next reading; empty when it is not there, or is not for us to read. Throws where that cannot be known, for want of a descriptor.
    /// </summary>
    internal ReadOnlySpan<byte> Read(string path)
    {
        var descriptor = Libc.open(path, Libc.O_CLOEXEC);
        if (descriptor < 0)
        {
            _ = ThrowIfExhausted(path);
            return [];
        }

        try
        {
            return ReadAll(descriptor);
        }
        finally
        {
            _ = Libc.close(descriptor);
        }
    }

    /// <summary>The error of the last call; throws when that failed since descriptors or memory were used up.</summary>
    internal static int ThrowIfExhausted(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error is Libc.EMFILE or Libc.ENFILE or Libc.ENOMEM)
        {
            throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        return error;
    }

    private ReadOnlySpan<byte> ReadAll(int descriptor)
    {
        var length = 0;
        while (true)
        {
            fixed (byte* start = _buffer)
            {
                var count = Libc.read(descriptor, start + length, (nuint)(_buffer.Length - length));
                if (count <= 0)
                {
                    // Zero at the end; less where the process has ended since the opening (ESRCH).
                    return _buffer.AsSpan(0, length);
                }

                length += (int)count;
            }

            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, 2 * length);
            }
        }
    }
}
