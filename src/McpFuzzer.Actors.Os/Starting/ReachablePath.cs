using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// A path by which .NET reaches a file whose name is not UTF-8 (<see cref="ByteText" />; docs/hazards.md, 52): through
/// a descriptor, until the disposal. Other paths are used as they are.
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
        Error = isOdd && _descriptor < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
        // For a file that does not exist: a path that does not exist either.
        Value = isOdd ? $"/proc/self/fd/{_descriptor}" : path;
    }

    internal string Value { get; }

    /// <summary>Why a file whose name is not UTF-8 is unreachable; null when it is reachable.</summary>
    internal string? Error { get; }

    /// <summary>Makes a path absolute. .NET alters the name of a working directory that is not UTF-8.</summary>
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

    /// <summary>Renames a file, and replaces an existing one (rename(2)).</summary>
    /// <exception cref="IOException">The rename failed.</exception>
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
