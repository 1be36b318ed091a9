namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>
/// An output folder that one process holds: its file <c>.lock</c> is locked with flock(2), so the kernel releases it
/// when the process ends. Targets do not inherit the descriptor.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = ".lock";

    // EWOULDBLOCK of Linux and of the BSDs, ERROR_SHARING_VIOLATION.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    private readonly string _path;
    private FileStream? _held;

    private FolderLock(string path, FileStream held)
    {
        _path = path;
        _held = held;
    }

    /// <summary>Takes the lock of a folder.</summary>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be written.</exception>
    public static FolderLock? TryTake(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        return TryOpen(path) is { } held ? new FolderLock(path, held) : null;
    }

    /// <summary>
    /// Checks the lock again by its path: a folder that was removed and created again may belong to another run now.
    /// </summary>
    /// <returns>False when another process holds it.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be written.</exception>
    public bool TryRetake()
    {
        _held?.Dispose();
        _held = null;
        _held = TryOpen(_path);
        return _held is not null;
    }

    /// <summary>Removes the file and releases the lock.</summary>
    public void Dispose()
    {
        try
        {
            if (_held is not null && TryRetake())
            {
                File.Delete(_path);
            }
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // The folder is gone or read-only; the lock ends with the descriptor.
        }

        _held?.Dispose();
        _held = null;
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException taken) when (InUse.Contains(taken.HResult))
        {
            return null;
        }
    }
}
