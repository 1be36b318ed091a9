using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The cost of the command at rest.</summary>
internal sealed class RestScenario : IScenario
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    public string Name => "rest";

    public string Title => "The command at rest";

    public string About =>
        $"""
            `mcpfuzzer run -- sleep` and `mcpfuzzer node`: the processor time of each over {Measured.TotalSeconds:0} s,
            {Settle.TotalSeconds:0} s after its start, when the runtime has compiled its code; and the resident memory
            of the node, most of which is the runtime and the files of the program. The builds are those of the scenario
            above.
            """;

    public string Limits =>
        """
            Of a node's 120 MB (/proc/PID/smaps), 43 are files of the framework, 20 the runtime's own libraries, 14
            Akka's, 6 ours, and 38 belong to no file: heap, and code that was compiled. The runtime, its core library
            and the memory without a file are 70 alone, and the aim allows 76. Code that is compiled ahead makes the
            start faster, but its files are larger than the code that was compiled at run time before.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("rest.run", "run -- sleep: processor time", "% of a core"),
        new("rest.node", "node: processor time", "% of a core"),
        new("rest.memory", "node: resident memory", "MB"),
        new("rest.own", "node: of it, memory that is not a file's", "MB"),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.ThisSystem, PeerNames.Program, Programs.Tool, Contestant.Before) { Program = Programs.Tool },
        new(Contestant.Before, PeerNames.Program, Programs.Before, Contestant.Before) { Program = Programs.Before },
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("rest.run", Contestant.ThisSystem, To: null, AtLeast: false, 0.3),
        new("rest.node", Contestant.ThisSystem, To: null, AtLeast: false, 0.6),
        new("rest.memory", Contestant.ThisSystem, Contestant.Before, AtLeast: false, 0.7),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant)
    {
        var program = Programs.PathOf(variant);
        using var run = CommandRun.Start(program, "run", "--", "sleep", "600");
        using var node = CommandRun.Start(program, "node", "--port", "0");
        await Task.Delay(Settle);
        var before = (Run: run.TotalProcessorTime, Node: node.TotalProcessorTime);
        var begin = Stopwatch.GetTimestamp();
        await Task.Delay(Measured);
        run.Refresh();
        node.Refresh();
        var length = Stopwatch.GetElapsedTime(begin);
        var figures = new Dictionary<string, double>
        {
            ["rest.run"] = (run.TotalProcessorTime - before.Run) / length * 100,
            ["rest.node"] = (node.TotalProcessorTime - before.Node) / length * 100,
            ["rest.memory"] = Megabytes(node.Id, "VmRSS:"),
            ["rest.own"] = Megabytes(node.Id, "RssAnon:") + Megabytes(node.Id, "RssShmem:"),
        };
        await EndAsync(run);
        await EndAsync(node);
        return figures;
    }

    private static double Megabytes(int pid, string name) => ProcStatus.Number($"{pid}", name) / 1024;

    private static async Task EndAsync(Process process)
    {
        await CommandRun.RunAsync("kill", $"{process.Id}");
        await process.WaitForExitAsync();
    }
}
