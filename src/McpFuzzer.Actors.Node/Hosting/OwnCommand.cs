using System.Reflection;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>
/// The command that starts this program again: under <c>dotnet run</c>, as a tool, and as <c>dotnet mcpfuzzer.dll</c>.
/// </summary>
internal static class OwnCommand
{
    public const string SampleServerVerb = "sample-server";

    /// <summary>The argument vector of the sample server.</summary>
    public static IReadOnlyList<string> SampleServer { get; } = [.. Program(Environment.ProcessPath), SampleServerVerb];

    /// <summary>The words before a verb, in the shortest form that works in the working directory.</summary>
    public static IReadOnlyList<string> AsTyped { get; } =
    [.. Program(Environment.ProcessPath).Select(word => Shortest(word, Environment.CurrentDirectory))];

    internal static IReadOnlyList<string> Program(string? processPath)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetName().Name!;
        return processPath is not null && Path.GetFileNameWithoutExtension(processPath) == name
            ? [processPath]
            : [processPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, $"{name}.dll")];
    }

    internal static string Shortest(string path, string workingDirectory)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Path.GetFileName(path)))
            .FirstOrDefault(File.Exists);
        if (onPath == path)
        {
            return Path.GetFileName(path);
        }

        var relative = Path.GetRelativePath(workingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path
            : relative.Contains(Path.DirectorySeparatorChar) ? relative
            : Path.Combine(".", relative);
    }
}
