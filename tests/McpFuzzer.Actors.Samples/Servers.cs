namespace McpFuzzer.Actors.Samples;

/// <summary>Servers of one line of POSIX sh.</summary>
public static class Servers
{
    /// <summary>Prints one line, and is silent from then on.</summary>
    public static IReadOnlyList<string> Silent { get; } = ["sh", "-c", "echo ready; exec sleep 600"];

    /// <summary>Returns a worker with a number.</summary>
    public static IReadOnlyList<string> Worker(int number) =>
        ["sh", "-c", "echo \"worker $1 is ready\"; exec sleep 600", "sh", $"{number}"];
}
