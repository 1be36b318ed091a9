using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

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
            MaxFailedTrials = 3,
            MaxTrials = 50,
            MaxRestarts = 10_000,
            RestartRetries = 2,
            RestartDelay = TimeSpan.FromMilliseconds(500),
            MaxRestartDelay = TimeSpan.FromSeconds(10),
            LastWords = TimeSpan.FromSeconds(2),
            ProgressInterval = TimeSpan.FromMilliseconds(250),
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
    Refuses,
    Dies,
    DiesAfterAnswering,
    Sticks,
    SticksAfterAnswering,
    NeverAnswers,
    AnswersLate,
    Logs,
    LogsAfterAnswering,

    /// <summary>Holds the call until the session ends; for the actors alone.</summary>
    Waits,
}
