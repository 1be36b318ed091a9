using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

/// <summary>Settings, calls and candidates that the tests of triage share.</summary>
internal static class Given
{
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Quiet = 3 * Second;

    public static IsolationSettings Settings { get; } =
        new()
        {
            Servers = 6,
            Share = 0.25,
            Least = 30 * Second,
            PerShape = 2,
            PerTool = 4,
            Suspects = 16,
            Quiet = Second,
        };

    public static OracleThresholds Thresholds { get; } =
        new()
        {
            SlowAfter = 2 * Second,
            LostAfter = 11 * Second,
            StuckAfter = 5 * Second,
        };

    public static TimeSpan CallTimeout => 10 * Second;

    public static TriageBudget Boundless { get; } = Budget(null);

    public static FuzzCase Call(string tool, int index = 0) =>
        new($"{tool}/{Phases.Random}/{index:D4}", tool, Phases.Random, "{}"u8.ToArray(), null);

    public static Candidate Noise(string line) =>
        Candidates.Stream(new StreamAnomaly(StreamAnomalyKind.Noise, line) { Why = "not JSON", Excerpt = line }, []);

    public static Candidate InvalidRpc(string why) =>
        Candidates.Stream(new StreamAnomaly(StreamAnomalyKind.InvalidJsonRpc, why) { Why = why }, []);

    public static Candidate Crash(int code, string? tool = null) =>
        Candidates.Crash(tool, new ProcessExit.Code(code), "");

    public static Candidate Internal(string tool, string shape) =>
        new(Categories.InternalError, tool, $"internal error: {shape}", shape, shape);

    public static Candidate Slow(string tool, TimeSpan elapsed) => Candidates.ReplySlow(tool, elapsed, default);

    public static TriageBudget Budget(TimeSpan? duration, IsolationSettings? settings = null) =>
        new(settings ?? Settings, duration, 10 * Second);

    public static IsolationPolicy Policy(IsolationSettings? settings = null) =>
        new(settings ?? Settings, Thresholds, CallTimeout);

    public static Question Question(QuestionKind kind, Candidate candidate, params FuzzCase[] suspects) =>
        new()
        {
            Kind = kind,
            Candidate = candidate,
            Suspects = [.. suspects],
            Sequence = [.. suspects.Reverse()],
            Unanswered = kind is QuestionKind.Silence ? [.. suspects.Reverse()] : [],
            Quiet = kind is QuestionKind.Silence ? TimeSpan.Zero : Quiet,
        };
}
