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
    private static readonly FindingBook Empty = FindingBook.Create(null);

    [Fact]
    public void Should_count_a_finding_when_it_is_seen_again()
    {
        var book = Empty
            .Record(Sightings.Crash("a"), Shown("a", 1, """{"x":1}"""))
            .Record(Sightings.Crash("a", "other words"), Shown("a", 2, """{"x":2}""") with { Count = 4 });

        Assert.Equal(1, book.Count);
        Assert.Equal(5, Assert.Single(book.Findings).Count);
    }

    [Fact]
    public void Should_not_change_the_earlier_book_when_a_finding_is_recorded()
    {
        var book = Empty.Record(Sightings.Crash("a"), Shown("a", 1, "{}"));
        book.Record(Sightings.Noise("hello"), new Sighting());

        Assert.Empty(Empty.Findings);
        Assert.Single(book.Findings);
    }

    [Fact]
    public void Should_be_the_same_when_recorded_in_any_order() =>
        Sightings
            .Any.SelectMany(seen => Gen.Shuffle(seen).Select(shuffled => (seen, shuffled)))
            .Sample(
                (seen, shuffled) =>
                    Assert.Equal(
                        Sightings.Recorded(seen).Findings.Select(Sightings.Show),
                        Sightings.Recorded(shuffled).Findings.Select(Sightings.Show)
                    )
            );

    [Fact]
    public void Should_count_every_sighting_when_they_are_folded() =>
        Sightings.Any.Sample(seen =>
            Assert.Equal(
                seen.Sum(one => one.Sighting.Count),
                Sightings.Recorded(seen).Findings.Sum(finding => finding.Count)
            )
        );

    [Fact]
    public void Should_have_each_id_once_when_they_are_folded() =>
        Sightings.Any.Sample(seen =>
        {
            var book = Sightings.Recorded(seen);
            Assert.Distinct(book.Findings.Select(finding => finding.Id));
            Assert.Equal(book.Findings.Count, book.Count);
        });

    [Fact]
    public void Should_keep_the_smallest_input_with_its_evidence_when_several_show_a_finding()
    {
        var finding = Only(
            Empty
                .Record(Sightings.Crash("a", "long"), Shown("a", 1, """{"x":"long"}"""))
                .Record(Sightings.Crash("a", "short"), Shown("a", 2, """{"x":0}""", Phases.Boundary))
                .Record(Sightings.Crash("a", "longer"), Shown("a", 3, """{"x":"longer"}"""))
        );

        Assert.Equal(("""{"x":0}""", Phases.Boundary, "short"), (finding.Input, finding.Phase, finding.StderrTail));
    }

    [Fact]
    public void Should_keep_the_input_that_reproduces_best_when_another_is_smaller()
    {
        var finding = Only(
            Empty
                .Record(Sightings.Crash("a"), Shown("a", 1, "{}") with { Reproduced = new Reproduction(1, 2) })
                .Record(Sightings.Crash("a"), Shown("a", 2, """{"x":1}"""))
                .Record(Sightings.Crash("a"), Shown("a", 3, "[]") with { Reproduced = new Reproduction(0, 2) })
        );

        Assert.Equal(("""{"x":1}""", new Reproduction(2, 2)), (finding.Input, finding.Reproduced));
    }

    [Fact]
    public void Should_record_no_input_when_its_call_has_not_shown_the_finding_alone()
    {
        var call = Sightings.Case("a", 1, "{}");
        var finding = Only(Empty.Record(Sightings.Crash("a"), new Sighting { ShownBy = call }));

        Assert.Null(finding.Input);
        Assert.Equal([new RecordedCall("a", "{}")], finding.Sequence);
        Assert.Equal(Severity.Medium, finding.Severity);
    }

    [Fact]
    public void Should_record_the_input_when_a_reply_names_its_call()
    {
        var call = Sightings.Case("a", 1, "{}");
        var finding = Only(
            Empty.Record(Sightings.Accepted("a", "/x: minimum", "minimum"), new Sighting { ShownBy = call })
        );

        Assert.Equal(
            ("{}", "a", Severity.Low, null),
            (finding.Input, finding.Tool, finding.Severity, finding.Reproduced)
        );
    }

    [Fact]
    public void Should_put_the_gravest_first_when_listed()
    {
        var book = Empty
            .Record(Candidates.ReplySlow("a", TimeSpan.FromSeconds(3), default), Shown("a", 1, "{}"))
            .Record(Sightings.Noise("x"), new Sighting { IsServers = true })
            .Record(Sightings.Crash("a"), Shown("a", 1, "{}"));

        Assert.Equal([Severity.High, Severity.Medium, Severity.Low], book.Findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void Should_hold_all_calls_and_be_uncertain_when_no_single_one_shows_it()
    {
        var finding = Only(
            Empty.Record(
                Sightings.Crash("a"),
                new Sighting
                {
                    Sequence = [Sightings.Case("a", 1, """{"x":1}"""), Sightings.Case("b", 2, """{"y":2}""")],
                    Reproduced = new Reproduction(0, 4),
                }
            )
        );

        Assert.Equal((null, null, Severity.Medium), (finding.Input, finding.Tool, finding.Severity));
        Assert.Equal([new RecordedCall("a", """{"x":1}"""), new RecordedCall("b", """{"y":2}""")], finding.Sequence);
        Assert.EndsWith("did not show again in isolation (4 tries).", finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, false, Severity.Medium)]
    [InlineData(0, 2, false, Severity.Medium)]
    [InlineData(0, 2, true, Severity.Medium)]
    [InlineData(1, 2, false, Severity.High)]
    [InlineData(2, 2, false, Severity.High)]
    [InlineData(null, null, true, Severity.High)]
    public void Should_be_one_lower_when_isolation_has_not_shown_it(
        int? shown,
        int? tried,
        bool isServers,
        Severity severity
    )
    {
        var reproduced = shown is null ? null : new Reproduction(shown.Value, tried!.Value);
        var sighting = new Sighting { Reproduced = reproduced, IsServers = isServers };

        Assert.Equal(severity, Only(Empty.Record(Sightings.Crash(null), sighting)).Severity);
    }

    [Fact]
    public void Should_not_be_lower_than_info_when_it_does_not_reproduce()
    {
        var slow = Candidates.ReplySlow("a", TimeSpan.FromSeconds(3), "3"u8.ToArray());
        var sighting = new Sighting { Reproduced = new Reproduction(0, 2) };

        Assert.Equal(Severity.Info, Only(Empty.Record(slow, sighting)).Severity);
    }

    [Fact]
    public void Should_keep_the_gravest_severity_when_one_sighting_is_only_counted()
    {
        var finding = Only(
            Empty
                .Record(Sightings.WrongId("a"), Shown("a", 1, "{}"))
                .Record(Sightings.WrongId(null), new Sighting { Sequence = [Sightings.Case("b", 1, "{}")] })
        );

        Assert.Equal((Severity.High, "a", "{}", 2), (finding.Severity, finding.Tool, finding.Input, finding.Count));
    }

    [Fact]
    public void Should_be_of_the_server_when_two_tools_show_one_shape()
    {
        var finding = Only(
            Empty
                .Record(Sightings.WrongId("b"), Shown("b", 1, """{"x":1}"""))
                .Record(Sightings.WrongId("a"), Shown("a", 1, "{}"))
        );

        Assert.Null(finding.Tool);
        Assert.Equal(["a", "b"], finding.Variants);
        Assert.Equal(FindingSignature.IdOf(Categories.WrongId, null, "unknown id"), finding.Id);

        // An input is nothing without its tool.
        Assert.Null(finding.Input);
        Assert.Equal([new RecordedCall("a", "{}")], finding.Sequence);
        Assert.EndsWith("It shows with 2 tools.", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_be_of_the_tool_when_the_other_tool_did_not_show_it_alone()
    {
        var failed = new Sighting { Sequence = [Sightings.Case("b", 1, "{}")], Reproduced = new Reproduction(0, 2) };
        var finding = Only(
            Empty.Record(Sightings.WrongId("a"), Shown("a", 1, "{}")).Record(Sightings.WrongId("b"), failed)
        );

        Assert.Equal("a", finding.Tool);
        Assert.Empty(finding.Variants);
    }

    [Fact]
    public void Should_be_of_the_server_when_it_is_known_to_be_even_if_one_tool_shows_it()
    {
        var finding = Only(
            Empty
                .Record(Sightings.WrongId("a"), Shown("a", 1, "{}"))
                .Record(Sightings.WrongId(null), new Sighting { IsServers = true })
        );

        Assert.Null(finding.Tool);
    }

    [Fact]
    public void Should_stay_apart_when_two_tools_end_the_server_or_are_slow()
    {
        var book = Empty
            .Record(Sightings.Crash("a"), Shown("a", 1, "{}"))
            .Record(Sightings.Crash("b"), Shown("b", 1, "{}"))
            .Record(Sightings.Crash(null), new Sighting { IsServers = true })
            .Record(Candidates.ReplyLost("a", TimeSpan.Zero), Shown("a", 1, "{}"))
            .Record(Candidates.ReplyLost("b", TimeSpan.Zero), Shown("b", 1, "{}"));

        Assert.Equal(
            ["crash ", "crash a", "crash b", "reply-lost a", "reply-lost b"],
            book.Findings.Select(finding => $"{finding.Category} {finding.Tool}").Order(StringComparer.Ordinal)
        );
        Assert.All(book.Findings, finding => Assert.Empty(finding.Variants));
    }

    [Fact]
    public void Should_be_one_finding_when_the_line_itself_ends_the_server_with_several_tools()
    {
        var finding = Only(
            Empty
                .Record(Candidates.OfTheLine(Sightings.Crash("a")), Shown("a", 1, "{}"))
                .Record(Candidates.OfTheLine(Sightings.Crash("b")), Shown("b", 1, "{}"))
        );

        Assert.Null(finding.Tool);
        Assert.Equal(["a", "b"], finding.Variants);
        Assert.Equal("the server exits: exit code 1, at half a surrogate pair in a text", finding.Title);
    }

    [Fact]
    public void Should_be_of_the_server_when_the_reply_is_not_to_a_call()
    {
        var finding = Only(Empty.Record(Candidates.PingUnanswered(PingAnswer.Silent), new Sighting()));

        Assert.Equal((null, Severity.Medium, "ping"), (finding.Tool, finding.Severity, finding.Rule?.Id));
    }

    [Fact]
    public void Should_be_of_the_server_when_one_tool_and_another_request_show_it()
    {
        var anomaly = new StreamAnomaly(StreamAnomalyKind.WrongIdType, "the id came back as a string");
        var call = anomaly with { Call = new ToolCall("a", default) };
        var finding = Only(
            Empty
                .Record(Candidates.Stream(call, []), new Sighting { ShownBy = Sightings.Case("a", 1, "{}") })
                .Record(Candidates.Stream(anomaly with { Method = "ping" }, []), new Sighting())
        );

        Assert.Equal((null, Severity.High, 2), (finding.Tool, finding.Severity, finding.Count));
    }

    [Fact]
    public void Should_be_one_finding_of_a_tool_when_it_accepts_several_breaches()
    {
        var book = Empty
            .Record(Sightings.Accepted("a", "/x: minimum", "minimum"), new Sighting())
            .Record(Sightings.Accepted("a", "/y: minimum", "minimum"), new Sighting())
            .Record(Sightings.Accepted("a", "/y: type", "type (null)"), new Sighting());

        var finding = Only(book);
        Assert.Equal(["/x: minimum", "/y: minimum", "/y: type"], finding.Variants);
        Assert.Equal("accepts arguments that break its input schema in 3 ways", finding.Title);
        Assert.Equal(Only(Empty.Record(Sightings.Accepted("a", "/z: enum", "enum"), new Sighting())).Id, finding.Id);
    }

    [Fact]
    public void Should_keep_extra_members_apart_when_a_tool_accepts_other_breaches_too()
    {
        var book = Empty
            .Record(Sightings.Accepted("a", "/x: minimum", "minimum"), new Sighting())
            .Record(Sightings.Accepted("a", "/*: additionalProperties", "additionalProperties"), new Sighting());

        Assert.Equal([Severity.Low, Severity.Info], book.Findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void Should_be_one_finding_with_tools_as_variants_when_several_tools_accept_one_kind()
    {
        var book = Empty
            .Record(Sightings.Accepted("a", "/x: minimum", "minimum"), new Sighting())
            .Record(Sightings.Accepted("a", "/x: type", "type (null)"), new Sighting())
            .Record(Sightings.Accepted("b", "/y: minimum", "minimum"), new Sighting());

        Assert.Equal(2, book.Findings.Count);
        var shared = Assert.Single(book.Findings, finding => finding.Tool is null);
        Assert.Equal(["a: /x: minimum", "b: /y: minimum"], shared.Variants);
        Assert.Equal("2 tools accept arguments that break their input schema: minimum", shared.Title);
        Assert.Equal("accepts /x: type", Assert.Single(book.Findings, finding => finding.Tool == "a").Title);
    }

    [Fact]
    public void Should_be_one_finding_of_the_server_when_several_tools_accept_several_kinds()
    {
        var finding = Only(
            Sightings.Recorded(
                Accepting(("a", "type (null)"), ("b", "minimum"), ("b", "type (null)"), ("c", "minimum"))
            )
        );

        Assert.Equal("3 tools accept arguments that break their input schema: minimum, type (null)", finding.Title);
        Assert.Equal(
            ["a: /x: type (null)", "b: /x: minimum", "b: /x: type (null)", "c: /x: minimum"],
            finding.Variants
        );
        Assert.Equal(FindingSignature.IdOf(Categories.AcceptedInvalid, null, ""), finding.Id);
    }

    [Fact]
    public void Should_keep_extra_members_apart_when_several_tools_accept_other_breaches_too()
    {
        var book = Sightings.Recorded(Accepting(("a", "minimum"), ("b", "minimum"), ("a", Extra), ("b", Extra)));

        Assert.Equal(
            [
                "2 tools accept arguments that break their input schema: minimum",
                "2 tools accept arguments that break their input schema: additionalProperties",
            ],
            book.Findings.Select(finding => finding.Title)
        );
    }

    [Fact]
    public void Should_be_one_finding_when_the_server_writes_many_lines()
    {
        var servers = new Sighting { IsServers = true };
        var book = Empty.Record(Sightings.Noise("hello"), servers).Record(Sightings.Noise("good bye"), servers);

        var finding = Only(book);
        Assert.Equal((null, 2), (finding.Tool, finding.Count));
        Assert.Equal(["good bye", "hello"], finding.Variants);
    }

    [Fact]
    public void Should_name_few_variants_when_there_are_many()
    {
        var book = Sightings.Recorded(
            Enumerable
                .Range(0, 150)
                .Select(i => (Sightings.Accepted($"tool{i:D3}", "/x: minimum", "minimum"), new Sighting()))
        );

        var finding = Only(book);
        Assert.Equal(100, finding.Variants.Count);
        Assert.Equal("… and 51 more", finding.Variants[^1]);
    }

    [Fact]
    public void Should_hide_secrets_wherever_the_target_shows_them()
    {
        var spec = new ProcessSpec { Command = ["server", "--token=s3cr3t value"] };
        var book = FindingBook
            .Create(SecretMask.Of(spec, new Dictionary<string, string>(StringComparer.Ordinal)))
            .Record(Sightings.Noise("using s3cr3t value now"), new Sighting { IsServers = true })
            .Record(Sightings.Noise("and s3cr3t value then"), new Sighting { IsServers = true })
            .Record(Sightings.Crash("a", "using s3cr3t value now"), Shown("a", 1, "{}"))
            .Record(
                new ReplyOracle([], Thresholds, "2025-11-25")
                    .Assess(
                        Sightings.Case("a", 1, "{}"),
                        new McpReply.Error(-32603, "no s3cr3t value", null, TimeSpan.Zero)
                    )
                    .Candidates[0],
                new Sighting()
            );

        var (crash, noise, error) = (
            Of(book, Categories.Crash),
            Of(book, Categories.StdoutNoise),
            Of(book, Categories.InternalError)
        );
        Assert.Equal("using *** now", crash.StderrTail);
        Assert.Equal(["and *** then", "using *** now"], noise.Variants);
        Assert.EndsWith("(-32603): no ***", error.Title, StringComparison.Ordinal);
        Assert.DoesNotContain(
            book.Findings,
            finding => Sightings.Show(finding).Contains("value", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Should_be_printable_and_bounded_when_the_target_wrote_too_much()
    {
        var long_ = "\u001b]0;\u202e" + string.Concat(Enumerable.Repeat("😀", 1 << 19));
        var candidate = new Candidate(Categories.WrongId, long_, long_, long_, "")
        {
            Variant = long_,
            StderrTail = "\u0007",
        };
        var finding = Only(
            Empty
                .Record(candidate, new Sighting { Reproduced = new Reproduction(2, 2) })
                .Record(candidate with { Tool = "b" }, new Sighting { Reproduced = new Reproduction(2, 2) })
        );

        Assert.InRange(finding.Title.Length, 1, 120);
        Assert.InRange(finding.Detail.Length, 1_900, 2_000);
        Assert.All(finding.Variants, variant => Assert.InRange(variant.Length, 1, 120));
        Assert.Equal("\\u0007", finding.StderrTail);
        Assert.DoesNotContain(
            string.Concat(finding.Variants) + finding.Title + finding.Detail,
            unit => char.IsControl(unit) || unit == '\u202e'
        );
    }

    private const string Extra = "additionalProperties";

    private static OracleThresholds Thresholds { get; } =
        new()
        {
            SlowAfter = TimeSpan.MaxValue,
            LostAfter = default,
            StuckAfter = default,
        };

    private static Sighting Shown(string tool, int index, string arguments, string phase = Phases.Random) =>
        new() { ShownBy = Sightings.Case(tool, index, arguments, phase), Reproduced = new Reproduction(2, 2) };

    private static IEnumerable<(Candidate, Sighting)> Accepting(params (string Tool, string Kind)[] breaches) =>
        breaches.Select(one => (Sightings.Accepted(one.Tool, $"/x: {one.Kind}", one.Kind), new Sighting()));

    private static Finding Only(FindingBook book) => Assert.Single(book.Findings);

    private static Finding Of(FindingBook book, string category) =>
        Assert.Single(book.Findings, finding => finding.Category == category);
}
