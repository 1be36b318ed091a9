namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>Builds of the command: the packed tool, and that of another tree where there is one.</summary>
internal static class Programs
{
    /// <summary>The folder of the builds.</summary>
    public const string Variable = "MCPFUZZER_BENCH_PROGRAMS";

    public const string Tool = "tool";
    public const string Before = "before";

    public static string PathOf(string folder, string program) => Path.Combine(folder, program, "mcpfuzzer");

    /// <summary>The path of the build, in the process of a peer.</summary>
    public static string PathOf(string program) =>
        PathOf(
            Environment.GetEnvironmentVariable(Variable)
                ?? throw new InvalidOperationException($"{Variable} is not set"),
            program
        );
}
