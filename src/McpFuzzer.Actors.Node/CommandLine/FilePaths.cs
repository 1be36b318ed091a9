using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// Makes paths that .NET can use, where they or the name of the working directory hold bytes that are not UTF-8.
/// </summary>
internal static class FilePaths
{
    /// <summary>The working directory in front of a file name: a dot where that works.</summary>
    public static string Here => OwnWorkingDirectory.IsAltered ? OwnWorkingDirectory.Name : ".";

    /// <summary>
    /// Returns the path of an existing file or folder. Its descriptor stays open until this process ends.
    /// </summary>
    /// <exception cref="UsageException">Its name is not UTF-8, and it does not exist.</exception>
    public static string ToRead(string given, string? option = null)
    {
        var path = IsOddBelow(given) ? ReachablePath.InWorkingDirectory(given) : given;
        if (!ByteText.IsOdd(path))
        {
            return path;
        }

        var reachable = new ReachablePath(path);
        return reachable.Error is { } problem
            ? throw new UsageException($"{(option is null ? "" : option + " ")}{Printable.Escape(given)}: {problem}")
            : reachable.Value;
    }

    /// <summary>Returns the path of a folder in which files are made.</summary>
    /// <exception cref="UsageException">Its own name is not UTF-8.</exception>
    public static string ToWrite(string option, string given) =>
        ByteText.IsOdd(given)
            ? throw new UsageException(
                $"{option} {Printable.Escape(given)}: must be UTF-8; change into that folder, and give a path below it"
            )
        : IsOddBelow(given) ? Path.Combine(OwnWorkingDirectory.Name, given)
        : given;

    private static bool IsOddBelow(string given)
    {
        try
        {
            return !Path.IsPathRooted(given) && OwnWorkingDirectory.IsAltered;
        }
        catch (IOException)
        {
            // The working directory is gone, and all below it.
            return false;
        }
    }
}
