using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.Clusters;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Node.Replays;
using McpFuzzer.Actors.Node.Reports;
using McpFuzzer.Actors.Node.Runs;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The verbs of mcpfuzzer.</summary>
internal static class KnownVerbs
{
    /// <summary>Their names, for messages.</summary>
    public const string Names = "fuzz, replay, report, run and node";

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Verb> All =>
        [new FuzzVerb(), new ReplayVerb(), new ReportVerb(), new RunVerb(), new NodeVerb(), new SampleServerVerb()];

    /// <summary>Returns the verb of that name; null where there is none. No other is built.</summary>
    public static Verb? Named(string? name) =>
        name switch
        {
            "fuzz" => new FuzzVerb(),
            "replay" => new ReplayVerb(),
            "report" => new ReportVerb(),
            "run" => new RunVerb(),
            "node" => new NodeVerb(),
            OwnCommand.SampleServerVerb => new SampleServerVerb(),
            _ => null,
        };
}
