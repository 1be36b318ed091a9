using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// A path by which .NET reaches a file whose name is not UTF-8 (<see cref="ByteText" />): by a descriptor, until the
/// disposal. Any other path is taken as it is.
/// </summary>
internal readonly partial struct ReachablePath : IDisposable
{
    private const int O_PATH = 0x200000;
    private const int O_CLOEXEC = 0x80000;
    private const int None = -1;

    private readonly int _descriptor;

    internal ReachablePath(string path)
    {
        var isOdd = !OperatingSystem.IsWindows() && ByteText.IsOdd(path);
        _descriptor = isOdd ? open(ByteText.ToPath(path), O_PATH | O_CLOEXEC) : None;
        Problem = isOdd && _descriptor < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
        // Of one that does not exist: a path that does not either.
        Value = isOdd ? $"/proc/self/fd/{_descriptor}" : path;
    }

    internal string Value { get; }

    /// <summary>Why a file whose name is not UTF-8 can't be reached; null when it can.</summary>
    internal string? Problem { get; }

    /// <summary>
    /// A path below the working directory as an absolute one; .NET alters the directory's name where it is not UTF-8.
    /// </summary>
    internal static string InWorkingDirectory(string path)
    {
        if (Path.IsPathFullyQualified(path))
        {
            return path;
        }

        var altered = Path.GetFullPath(path);
        return altered.Contains('\uFFFD') && WorkingDirectory() is { } directory
            ? Path.GetFullPath(path, directory)
            : altered;
    }

    /// <summary>rename(2): the second becomes the first, whatever it was.</summary>
    /// <exception cref="IOException">It could not.</exception>
    internal static void Rename(string from, string to)
    {
        if (!ByteText.IsOdd(to))
        {
            File.Move(from, to, overwrite: true);
        }
        else if (rename(ByteText.ToPath(from), ByteText.ToPath(to)) != 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            _ = close(_descriptor);
        }
    }

    private static unsafe string? WorkingDirectory()
    {
        const int longest = 4096;
        var buffer = stackalloc byte[longest];
        return getcwd(buffer, longest) == null
            ? null
            : ByteText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte[] path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int rename(byte[] from, byte[] to);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static unsafe partial byte* getcwd(byte* buffer, nuint size);
}
