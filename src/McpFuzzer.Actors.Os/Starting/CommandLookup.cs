namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// Finds the file of a command as execvp(3) would in the child (docs/hazards.md, 16). A name with a slash is relative
/// to the child's working directory. A name without one is searched on the child's PATH.
/// </summary>
internal static class CommandLookup
{
    internal const string PathVariable = "PATH";

    // What execvp uses when PATH is unset (confstr(_CS_PATH)).
    private const string DefaultPath = "/bin:/usr/bin";

    private const UnixFileMode RunBits =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// Returns the absolute path. For a name that is not found, returns the file that could not be run, or null.
    /// </summary>
    /// <param name="command">A name or a path.</param>
    /// <param name="workingDirectory">The child's; null is the node's.</param>
    /// <param name="path">The child's PATH; null when it has none.</param>
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
            // Checked first: it is one system call, and most elements have no such file.
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

    /// <summary>True when the path leads to a file that is executable.</summary>
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
            // It was removed, or is unreadable: not a command for us.
            return false;
        }
    }
}
