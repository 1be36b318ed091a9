using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

internal static class Samples
{
    public static ProcessSpec Spec { get; } =
        new()
        {
            Command = ["node", "server.js", "--token", "s3cr3t-value", "it's"],
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["SECRET_KEY"] = "another-secret",
                ["LANG"] = "C",
            },
        };

    public static ReportTarget Target { get; } = ReportTarget.Of(Spec);

    public static ReportTarget OpenTarget { get; } = ReportTarget.Of(new ProcessSpec { Command = ["server"] });

    public static Finding Crash { get; } =
        new()
        {
            Id = "0123456789ab",
            Category = "crash",
            Severity = Severity.High,
            Tool = "divide",
            Phase = "boundary",
            Title = "the server exits: SIGSEGV",
            Detail = "The server ended with SIGSEGV while this call was in flight.",
            Count = 3,
            Rule = new RuleReference("lifecycle", "https://example.org/lifecycle"),
            Variants = ["/a: type"],
            Reproduced = new Reproduction(2, 2),
            Input = """{"a":"\ud800","b":-0}""",
            Exit = new ProcessExit.Signal(11, CoreDumped: true),
            StderrTail = "boom \"quoted\"\n",
        };

    public static Finding Together { get; } =
        new()
        {
            Id = "ba9876543210",
            Category = "crash",
            Severity = Severity.High,
            Title = "the server exits: exit code 0",
            Detail = "None alone.",
            Count = 1,
            Sequence = [new RecordedCall("a", "{}"), new RecordedCall("b", """{"x":[1]}""")],
            Exit = new ProcessExit.Code(0),
        };

    public static Finding Slow { get; } =
        new()
        {
            Id = "aaaaaaaaaaaa",
            Category = "reply-slow",
            Severity = Severity.Low,
            Tool = "naughty\u001b[31m",
            Phase = "random",
            Title = "the reply is slow",
            Detail = "The reply took 3s.",
            Count = 1,
            Input = "{}",
        };

    public static IReadOnlyList<Finding> All { get; } = [Crash, Together, Slow];
}
