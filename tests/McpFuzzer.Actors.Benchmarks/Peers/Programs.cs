namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>Builds of the command: the packed tool and, if there is one, that of another tree.</summary>
internal static class Programs
{
    /// <summary>Where they are.</summary>
    public const string Variable = "MCPFUZZER_BENCH_PROGRAMS";

    public const string Tool = "tool";
    public const string Before = "before";

    public static string PathOf(string folder, string program) => Path.Combine(folder, program, "mcpfuzzer");

    /// <summary>In the process of a peer.</summary>
    public static string PathOf(string program) =>
        PathOf(
            Environment.GetEnvironmentVariable(Variable)
                ?? throw new InvalidOperationException($"{Variable} is not set"),
            program
        );
}
