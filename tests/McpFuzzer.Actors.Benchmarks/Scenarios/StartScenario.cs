using System.Globalization;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The cost of each run of the command for a user.</summary>
internal sealed class StartScenario : IScenario
{
    private const int Runs = 5;
    private const int Campaigns = 3;
    public string Name => "start";

    public string Title => "The command, from its start";

    public string About =>
        $"""
            `mcpfuzzer run -- true`, {Runs} times: the processor time and the highest resident memory, including its
            children. `mcpfuzzer fuzz` against a C server, {Campaigns} times: the time from the start of the command to
            the start of the server, and to the server's first call of a tool. This system is the packed tool,
            installed. The build of another tree is measured beside it where there is one in
            `{Programs.PathOf("artifacts/bench", Programs.Before)}`.
            """;

    public string Limits =>
        """
            Tried for the first call: the framework's modules for JSON and pipes compiled ahead too (291 and 289 ms, on
            a busier machine), and no event sources (202 ms of processor time for `run -- true` with and without). 250
            of 590 methods are left to compile at each start. With all modules compiled ahead the package is three times
            as large, and not faster.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("start.run", "run -- true: processor time", "ms"),
        new("start.memory", "run -- true: resident memory", "MB"),
        new("start.server", "fuzz: to the start of the server", "ms"),
        new("start.call", "fuzz: to the first call", "ms"),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.ThisSystem, PeerNames.Program, Programs.Tool, Contestant.Before)
        {
            NeedsNative = true,
            Program = Programs.Tool,
        },
        new(Contestant.Before, PeerNames.Program, Programs.Before, Contestant.Before)
        {
            NeedsNative = true,
            Program = Programs.Before,
        },
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("start.run", Contestant.ThisSystem, Contestant.Before, AtLeast: false, 0.35),
        new("start.memory", Contestant.ThisSystem, To: null, AtLeast: false, 64),
        new("start.server", Contestant.ThisSystem, Contestant.Before, AtLeast: false, 0.4),
        new("start.call", Contestant.ThisSystem, Contestant.Before, AtLeast: false, 0.4),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant)
    {
        var program = Programs.PathOf(variant);
        var folder = Directory.CreateTempSubdirectory("mcpfuzzer-bench-");
        try
        {
            // Once, for the disk cache.
            await CommandRun.RunAsync(program, "run", "--", "true");
            var before = CommandRun.ChildrenSoFar();
            for (var run = 0; run < Runs; run++)
            {
                await CommandRun.RunAsync(program, "run", "--", "true");
            }

            var after = CommandRun.ChildrenSoFar();
            var server = new List<double>();
            var call = new List<double>();
            for (var campaign = 0; campaign < Campaigns; campaign++)
            {
                var (toServer, toCall) = await FuzzAsync(program, Path.Combine(folder.FullName, $"{campaign}"));
                server.Add(toServer);
                call.Add(toCall);
            }

            return new Dictionary<string, double>
            {
                ["start.run"] = (after.Milliseconds - before.Milliseconds) / Runs,
                ["start.memory"] = after.Megabytes,
                ["start.server"] = server.Order().ElementAt(Campaigns / 2),
                ["start.call"] = call.Order().ElementAt(Campaigns / 2),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double ToServer, double ToCall)> FuzzAsync(string program, string folder)
    {
        var times = folder + ".times";
        var begun = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMicroseconds;
        await CommandRun.RunAsync(
            program,
            ["fuzz", "--runs", "1", "--seed", "1", "--output", folder, "--", NativeServer.Path, "echo", times]
        );
        double[] noted =
        [
            .. (await File.ReadAllLinesAsync(times)).Select(line => double.Parse(line, CultureInfo.InvariantCulture)),
        ];
        return ((noted[0] - begun) / 1e3, (noted[1] - begun) / 1e3);
    }
}
