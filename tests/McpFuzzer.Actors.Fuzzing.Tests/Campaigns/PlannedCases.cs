using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

/// <summary>Cases, specs and settings as the tests of campaigns want them.</summary>
internal static class PlannedCases
{
    /// <summary>A case whose arguments say what the simulated server does with it.</summary>
    public static FuzzCase Of(string tool, int index, Behaviour behaviour = Behaviour.Answers) =>
        new(
            $"{tool}/random/{index:D4}",
            tool,
            Phases.Random,
            Encoding.UTF8.GetBytes($$"""{"do":"{{behaviour}}","n":{{index}}}"""),
            Violation: null
        );

    public static Behaviour BehaviourOf(FuzzCase planned)
    {
        using var arguments = System.Text.Json.JsonDocument.Parse(planned.Arguments);
        return Enum.Parse<Behaviour>(arguments.RootElement.GetProperty("do").GetString()!);
    }

    public static CampaignSpec Spec(int concurrency = 4, int servers = 1) =>
        new()
        {
            Target = new ProcessSpec { Command = ["server"] },
            Seed = 1,
            Concurrency = concurrency,
            Servers = servers,
        };

    public static CampaignSettings Settings { get; } =
        new()
        {
            MaxCrashes = 10,
            MaxRestarts = 10_000,
            RestartRetries = 2,
            RestartDelay = TimeSpan.FromMilliseconds(500),
            MaxRestartDelay = TimeSpan.FromSeconds(10),
            LastWords = TimeSpan.FromSeconds(2),
            EmptyLists = 3,
            EmptyListDelay = TimeSpan.FromMilliseconds(500),
            GraceShare = 0.25,
            LongestGrace = TimeSpan.FromSeconds(30),
            ProgressInterval = TimeSpan.FromMilliseconds(250),
            Isolation = new IsolationSettings
            {
                Servers = 6,
                Share = 0.25,
                Least = TimeSpan.FromSeconds(60),
                PerShape = 2,
                PerTool = 8,
                Suspects = 8,
                Quiet = TimeSpan.FromMilliseconds(150),
            },
            Thresholds = new OracleThresholds
            {
                SlowAfter = TimeSpan.FromSeconds(2),
                LostAfter = TimeSpan.FromSeconds(8),
                StuckAfter = TimeSpan.FromSeconds(2),
            },
        };
}

/// <summary>What the simulated server does with a call.</summary>
internal enum Behaviour
{
    Answers,
    Rejects,
    Dies,
    DiesAfterAnswering,
    Sticks,
    SticksAfterAnswering,
    NeverAnswers,
    AnswersLate,

    /// <summary>Answers only when the timeout of the call is over; for the simulation alone.</summary>
    AnswersAfterAll,
    Logs,
    LogsAfterAnswering,

    /// <summary>Its result breaks the output schema; for the simulation alone.</summary>
    BreaksSchema,

    /// <summary>Holds the call until the session ends; for the actors alone.</summary>
    Waits,
}
