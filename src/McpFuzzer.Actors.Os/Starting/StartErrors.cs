using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// Explains why a start failed (docs/hazards.md, 16). The kernel's error alone does not: a missing directory, file and
/// interpreter are all ENOENT; a directory and a file that is not executable are both EACCES. So this checks the
/// directory, the file and the file's <c>#!</c> line, in this order.
/// </summary>
internal static partial class StartErrors
{
    private const int X_OK = 1;

    internal static StartResult.Failed CommandNotFound(string command) =>
        new(SpawnError.CommandNotFound, $"No such command: '{Shown(command)}'.");

    /// <summary>What is wrong with the working directory; null when it is valid.</summary>
    internal static StartResult.Failed? OfDirectory(string? directory)
    {
        if (directory is null)
        {
            return null;
        }

        using var reachable = new ReachablePath(directory);
        if (Directory.Exists(reachable.Value))
        {
            return null;
        }

        return File.Exists(reachable.Value)
            ? new(
                SpawnError.WorkingDirectoryNotADirectory,
                $"The working directory '{Shown(directory)}' is not a directory."
            )
            : new(SpawnError.WorkingDirectoryMissing, $"The working directory '{Shown(directory)}' does not exist.");
    }

    /// <summary>The error for a command that is a directory; null when it is not.</summary>
    internal static StartResult.Failed? OfCommand(string path)
    {
        using var reachable = new ReachablePath(path);
        return Directory.Exists(reachable.Value)
            ? new(SpawnError.NotExecutable, $"'{Shown(path)}' is a directory.")
            : null;
    }

    /// <summary>Explains the error number of a failed start.</summary>
    internal static StartResult.Failed Of(int errno, string path, string? workingDirectory) =>
        errno switch
        {
            Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES => OfDirectory(workingDirectory)
                ?? OfEntering(workingDirectory)
                ?? OfFile(errno, path, workingDirectory),
            Errno.ENOEXEC or Errno.ELIBBAD => new(
                SpawnError.BadFormat,
                $"'{Shown(path)}' is neither a program nor a script."
            ),
            Errno.E2BIG => new(
                SpawnError.ArgumentListTooLong,
                "Arguments and environment are larger than the kernel accepts."
            ),
            Errno.EAGAIN or Errno.ENOMEM or Errno.ENFILE or Errno.EMFILE => NoResources(errno),
            _ => new(SpawnError.Other, $"'{Shown(path)}': {Marshal.GetPInvokeErrorMessage(errno)} ({errno})."),
        };

    /// <summary>Explains the error number of a failed preparation.</summary>
    internal static StartResult.Failed OfPreparation(int errno) =>
        errno is Errno.EAGAIN or Errno.ENOMEM or Errno.ENFILE or Errno.EMFILE
            ? NoResources(errno)
            : new(SpawnError.Other, $"{Marshal.GetPInvokeErrorMessage(errno)} ({errno}).");

    /// <summary>Whether the calling thread's user may run a file, or enter a directory.</summary>
    internal static bool MayRun(string path) => OperatingSystem.IsWindows() || access(ByteText.ToPath(path), X_OK) == 0;

    private static StartResult.Failed? OfEntering(string? directory) =>
        directory is null || MayRun(directory)
            ? null
            : new(
                SpawnError.WorkingDirectoryNotADirectory,
                $"The working directory '{Shown(directory)}' may not be entered."
            );

    [LibraryImport("libc")]
    private static partial int access(byte[] path, int mode);

    private static string Shown(string path) => ByteText.Show(path);

    private static bool Exists(string path)
    {
        using var reachable = new ReachablePath(path);
        return Path.Exists(reachable.Value);
    }

    private static StartResult.Failed NoResources(int errno) =>
        new(
            SpawnError.NoResources,
            $"No descriptors, processes or memory are left: {Marshal.GetPInvokeErrorMessage(errno)}."
        );

    private static StartResult.Failed OfFile(int errno, string path, string? workingDirectory)
    {
        if (OfCommand(path) is { } directory)
        {
            return directory;
        }

        if (!Exists(path))
        {
            return errno == Errno.EACCES
                ? new(SpawnError.NotExecutable, $"'{Shown(path)}' may not be reached.")
                : CommandNotFound(path);
        }

        if (!CommandLookup.IsRunnable(path))
        {
            return new(SpawnError.NotExecutable, $"'{Shown(path)}' is not executable.");
        }

        return OfInterpreter(errno, path, workingDirectory);
    }

    private static StartResult.Failed OfInterpreter(int errno, string path, string? workingDirectory)
    {
        var interpreter = Shebang.ReadInterpreter(path);
        if (interpreter is null)
        {
            return errno == Errno.EACCES
                ? new(SpawnError.NotExecutable, $"'{Shown(path)}' may not be run by this user or on this file system.")
                : new(SpawnError.InterpreterMissing, $"The loader that '{Shown(path)}' names does not exist.");
        }

        var shown = Shown(interpreter).Replace("\r", "\\r", StringComparison.Ordinal);
        var hint = interpreter.EndsWith('\r') ? " Its first line ends in CR LF." : "";
        var resolved = Path.Combine(ReachablePath.InWorkingDirectory(workingDirectory ?? "."), interpreter);
        return Exists(resolved)
            ? new(SpawnError.NotExecutable, $"The interpreter '{shown}' of '{Shown(path)}' may not be run.")
            : new(SpawnError.InterpreterMissing, $"The interpreter '{shown}' of '{Shown(path)}' does not exist.{hint}");
    }
}
