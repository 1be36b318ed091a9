namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// Finds the file of a command as execvp(3) would in the child: with a slash relative to the child's working directory, without one on the child's own PATH.
/// </summary>
internal static class CommandLookup
{
    internal const string PathVariable = "PATH";

    // What execvp takes when PATH is unset (confstr(_CS_PATH)).
    private const string DefaultPath = "/bin:/usr/bin";

    private const UnixFileMode RunBits =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path; of a name that is not found the file that could not be run, or null.</summary>
    /// <param name="command">Its name, or a path.</param>
    /// <param name="workingDirectory">The child's; null is ours.</param>
    /// <param name="path">The child's PATH; null where it has none.</param>
    internal static string? Find(string command, string? workingDirectory, string? path)
    {
        var directory = ReachablePath.InWorkingDirectory(workingDirectory ?? ".");
        if (command.Length == 0)
        {
            return null;
        }

        if (command.Contains('/'))
        {
            return Path.Combine(directory, command);
        }

        string? notRunnable = null;
        foreach (var element in (path ?? DefaultPath).Split(':'))
        {
            // An empty element means the working directory.
            var candidate = Path.Combine(directory, element, command);
            // Asked first, since it is one system call, and most elements have no such file.
            using var reachable = new ReachablePath(candidate);
            if (!new FileInfo(reachable.Value).Exists)
            {
                continue;
            }

            if (IsRunnable(candidate) && StartErrors.MayRun(candidate))
            {
                return candidate;
            }

            notRunnable ??= candidate;
        }

        return notRunnable;
    }

    /// <summary>True when the path leads to a file that has a run bit.</summary>
    internal static bool IsRunnable(string path)
    {
        using var reachable = new ReachablePath(path);
        try
        {
            return File.Exists(reachable.Value)
                && (
                    OperatingSystem.IsWindows()
                    || (File.GetUnixFileMode(reachable.Value) & RunBits) != UnixFileMode.None
                );
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // It went away, or may not be looked at: not a command to us.
            return false;
        }
    }
}
