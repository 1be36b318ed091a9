using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// Paths as .NET can use them, where bytes that are not UTF-8 are in them or in the working directory's name.
/// </summary>
internal static class FilePaths
{
    // The kernel's own name of it, for us and for the shell that we were typed in.
    private const string WorkingDirectoryLink = "/proc/self/cwd";

    /// <summary>The working directory, under a name that .NET does not alter.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    public static string WorkingDirectory =>
        Environment.CurrentDirectory is var known && known.Contains('\uFFFD') && Path.Exists(WorkingDirectoryLink)
            ? WorkingDirectoryLink
            : known;

    /// <summary>The same in front of a name: a dot, where that will do.</summary>
    public static string Here => WorkingDirectory == WorkingDirectoryLink ? WorkingDirectoryLink : ".";

    /// <summary>A file or folder that is there; its descriptor stays open as long as we live.</summary>
    /// <exception cref="UsageException">Its name is not UTF-8, and it is not there.</exception>
    public static string ToRead(string given, string? option = null)
    {
        var path = IsOddBelow(given) ? ReachablePath.InWorkingDirectory(given) : given;
        if (!ByteText.IsOdd(path))
        {
            return path;
        }

        var reachable = new ReachablePath(path);
        return reachable.Problem is { } problem
            ? throw new UsageException($"{(option is null ? "" : option + " ")}{Printable.Escape(given)}: {problem}")
            : reachable.Value;
    }

    /// <summary>A folder in which files are made.</summary>
    /// <exception cref="UsageException">Its own name is not UTF-8.</exception>
    public static string ToWrite(string option, string given) =>
        ByteText.IsOdd(given)
            ? throw new UsageException(
                $"{option} {Printable.Escape(given)}: must be UTF-8; change into that folder, and give a path below it"
            )
        : IsOddBelow(given) ? Path.Combine(WorkingDirectory, given)
        : given;

    private static bool IsOddBelow(string given)
    {
        try
        {
            return !Path.IsPathRooted(given) && WorkingDirectory == WorkingDirectoryLink;
        }
        catch (IOException)
        {
            // It is gone: what is below it is too.
            return false;
        }
    }
}
