using System.Text;
using CsCheck;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class FindingBookTests
{
    private static readonly ProcessExit Exit = new ProcessExit.Code(1);

    private readonly FindingBook _book = new();

    [Fact]
    public void Should_tell_a_finding_once_and_count_it_when_it_is_seen_again()
    {
        var first = _book.Record(Suspicions.Crash("a", Exit, null), Case("a", 1, """{"x":1}"""));
        var again = _book.Record(Suspicions.Crash("a", Exit, null), Case("a", 2, """{"x":2}"""));

        Assert.Equal(1, first!.Count);
        Assert.Null(again);
        Assert.Equal(2, Assert.Single(_book.Findings).Count);
        Assert.True(_book.Contains(Suspicions.Crash("a", Exit, "other words")));
        Assert.False(_book.Contains(Suspicions.Crash("b", Exit, null)));
    }

    [Fact]
    public void Should_keep_the_smallest_input_and_what_was_seen_with_it_when_several_show_a_finding()
    {
        _book.Record(Suspicions.Crash("a", Exit, "long"), Case("a", 1, """{"x":"long"}"""));
        _book.Record(Suspicions.Crash("a", Exit, "short"), Case("a", 2, """{"x":0}""", Phases.Boundary));
        _book.Record(Suspicions.Crash("a", Exit, "longer"), Case("a", 3, """{"x":"longer"}"""));

        var finding = Assert.Single(_book.Findings);
        Assert.Equal("""{"x":0}""", finding.Input);
        Assert.Equal((Phases.Boundary, "short"), (finding.Phase, finding.StderrTail));
    }

    [Fact]
    public void Should_hold_the_same_when_recorded_in_any_order()
    {
        var seen = Enumerable
            .Range(0, 12)
            .Select(i =>
                (
                    Suspicion: i % 3 == 0
                        ? Suspicions.ReplySlow("a", TimeSpan.FromSeconds(i))
                        : Suspicions.Crash(i % 2 == 0 ? "a" : "b", Exit, $"tail {i}"),
                    Case: Case("a", i, $$"""{"x":{{i % 4}}}""")
                )
            )
            .ToArray();
        var expected = Recorded(seen);

        Gen.Shuffle(seen).Sample(shuffled => Assert.Equal(expected, Recorded(shuffled)));
    }

    [Fact]
    public void Should_put_the_gravest_first_when_listed()
    {
        _book.Record(Suspicions.ReplySlow("a", TimeSpan.FromSeconds(3)), Case("a", 1, "{}"));
        _book.Record(Suspicions.Stream("a", new StreamAnomaly(StreamAnomalyKind.Noise, "x")), Case("a", 1, "{}"));
        _book.Record(Suspicions.Crash("a", Exit, null), Case("a", 1, "{}"));

        Assert.Equal(
            [Severity.High, Severity.Medium, Severity.Low],
            _book.Findings.Select(finding => finding.Severity)
        );
    }

    [Fact]
    public void Should_hold_all_calls_when_no_single_one_shows_it()
    {
        var finding = _book.Record(
            Suspicions.Crash(null, Exit, null),
            [Case("a", 1, """{"x":1}"""), Case("b", 2, """{"y":2}""")]
        );

        Assert.Null(finding!.Input);
        Assert.Null(finding.Tool);
        Assert.Equal([new RecordedCall("a", """{"x":1}"""), new RecordedCall("b", """{"y":2}""")], finding.Sequence);
    }

    [Fact]
    public void Should_count_a_breach_once_per_property_and_keyword_when_many_values_show_it()
    {
        var oracle = new ReplyOracle(
            [],
            new OracleThresholds
            {
                SlowAfter = TimeSpan.MaxValue,
                LostAfter = default,
                StuckAfter = default,
            }
        );
        foreach (var (violation, value) in new[] { ("/x: type", "1"), ("/x: type", "[]"), ("/x: minimum", "-1") })
        {
            var fuzzCase = new FuzzCase("a/random/0000", "a", Phases.Random, Encoding.UTF8.GetBytes(value), violation);
            var result = new McpReply.Result(System.Text.Json.JsonElement.Parse("""{"content":[]}"""), TimeSpan.Zero);
            foreach (var suspicion in oracle.Judge(fuzzCase, result))
            {
                _book.Record(suspicion, fuzzCase);
            }
        }

        Assert.Equal([1, 2], _book.Findings.Select(finding => finding.Count).Order());
    }

    [Fact]
    public void Should_hide_secrets_when_the_target_gave_them_away()
    {
        var spec = new ProcessSpec { Command = ["server", "--token=s3cr3t-value"] };
        var book = new FindingBook(SecretMask.Of(spec, new Dictionary<string, string>(StringComparer.Ordinal)));

        var noise = book.Record(
            Suspicions.Stream("a", new StreamAnomaly(StreamAnomalyKind.Noise, "using s3cr3t-value now")),
            Case("a", 1, "{}")
        );
        var crash = book.Record(Suspicions.Crash("a", Exit, "using s3cr3t-value now"), Case("a", 1, "{}"));

        Assert.Equal("using *** now", noise!.Detail);
        Assert.Equal("using *** now", crash!.StderrTail);
    }

    [Fact]
    public void Should_shorten_the_detail_when_the_target_said_too_much()
    {
        var finding = _book.Record(
            Suspicions.Stream("a", new StreamAnomaly(StreamAnomalyKind.Noise, new string('x', 100_000))),
            Case("a", 1, "{}")
        );

        Assert.InRange(finding!.Detail.Length, 2_000, 2_100);
    }

    private static FuzzCase Case(string tool, int index, string arguments, string phase = Phases.Random) =>
        new($"{tool}/{phase}/{index:D4}", tool, phase, Encoding.UTF8.GetBytes(arguments), null);

    private static string Recorded(IEnumerable<(Suspicion Suspicion, FuzzCase Case)> seen)
    {
        var book = new FindingBook();
        foreach (var (suspicion, fuzzCase) in seen)
        {
            book.Record(suspicion, fuzzCase);
        }

        return string.Join(
            '\n',
            book.Findings.Select(finding =>
                $"{finding.Id} {finding.Count} {finding.Input} {finding.Detail} {finding.StderrTail}"
            )
        );
    }
}
