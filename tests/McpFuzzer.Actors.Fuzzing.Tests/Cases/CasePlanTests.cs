using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Tests.Cases;

public sealed class CasePlanTests
{
    [Fact]
    public void Should_be_byte_identical_when_made_twice()
    {
        var first = CasePlan.Of(KnownTools.All, 7, 25, []).Take(int.MaxValue);
        var second = CasePlan.Of(KnownTools.All, 7, 25, []).Take(int.MaxValue);

        Assert.Equal(first.Select(Line), second.Select(Line));
    }

    [Fact]
    public void Should_give_a_tool_the_same_cases_when_it_is_planned_alone_or_with_others()
    {
        var together = CasePlan
            .Of(KnownTools.All, 7, 25, [])
            .Take(int.MaxValue)
            .Where(fuzzCase => fuzzCase.Tool == "edit_file");
        var alone = CasePlan.Of([KnownTools.EditFile], 7, 25, []).Take(int.MaxValue);

        Assert.Equal(alone.Select(Line), together.Select(Line));
    }

    [Fact]
    public void Should_begin_with_the_same_random_cases_when_there_are_more_runs()
    {
        var few = CasePlan.For(KnownTools.Thinking, Phases.Random, 7, 10);
        var many = CasePlan.For(KnownTools.Thinking, Phases.Random, 7, 200);

        Assert.Equal(few.Select(Line), many.Take(10).Select(Line));
    }

    [Fact]
    public void Should_differ_for_another_seed()
    {
        var one = CasePlan.For(KnownTools.Thinking, Phases.Random, 1, 25).Select(Line);
        var other = CasePlan.For(KnownTools.Thinking, Phases.Random, 2, 25).Select(Line);

        Assert.NotEqual(one, other);
    }

    // Pinned: a recorded seed has to give the same cases under every version and every runtime. A change here is a
    // change for users, and belongs in the change log.
    [Theory]
    [InlineData("divide/boundary/0005", """{"a":-101,"b":1}""")]
    [InlineData("divide/boundary/0007", """{"a":null,"b":1}""")]
    [InlineData("divide/boundary/0012", """{"a":-99,"b":0}""")]
    [InlineData("echo/examples/0000", """{"message":"example"}""")]
    [InlineData("echo/random/0000", """{"message":"hello"}""")]
    [InlineData("annotated-message/examples/0001", """{"messageType":"error","includeImage":false}""")]
    public void Should_hold_the_pinned_case(string caseId, string arguments)
    {
        var found = CasePlan
            .Of(KnownTools.All, 7, 25, [])
            .Take(int.MaxValue)
            .Single(fuzzCase => fuzzCase.CaseId == caseId);

        Assert.Equal(arguments, TextOf(found));
    }

    [Theory]
    [InlineData(Phases.Examples, "bae1d92ab720c053")]
    [InlineData(Phases.Boundary, "4f08f174ad2912b0")]
    [InlineData(Phases.Random, "12648b8467eb181f")]
    public void Should_hash_to_the_pinned_value_when_all_cases_of_a_phase_are_taken_together(string phase, string hash)
    {
        var cases = CasePlan.Of(KnownTools.All, 7, 25, [phase]).Take(int.MaxValue);
        var all = string.Join('\n', cases.Select(fuzzCase => $"{fuzzCase.CaseId} {TextOf(fuzzCase)}"));

        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void Should_hold_exactly_the_runs_of_random_and_no_more_of_the_others_when_planned(int runs)
    {
        foreach (var tool in KnownTools.All)
        {
            Assert.InRange(CasePlan.For(tool, Phases.Examples, 7, runs).Count(), 1, runs);
            Assert.InRange(CasePlan.For(tool, Phases.Boundary, 7, runs).Count(), 1, runs);
            Assert.Equal(runs, CasePlan.For(tool, Phases.Random, 7, runs).Count());
        }
    }

    [Fact]
    public void Should_hold_no_case_twice_when_the_phase_is_examples_or_boundary()
    {
        foreach (var tool in KnownTools.All)
        {
            Assert.Distinct(CasePlan.For(tool, Phases.Examples, 7, 100).Select(TextOf));
            Assert.Distinct(CasePlan.For(tool, Phases.Boundary, 7, 500).Select(TextOf));
        }
    }

    [Fact]
    public void Should_be_one_call_without_arguments_when_the_tool_takes_none()
    {
        var cases = CasePlan.For(KnownTools.NoArguments, Phases.Examples, 7, 25);

        Assert.Equal("{}", TextOf(Assert.Single(cases)));
    }

    [Fact]
    public void Should_run_phase_by_phase_with_the_tools_in_turn_when_several_are_planned()
    {
        var plan = CasePlan
            .Of([KnownTools.Echo, KnownTools.Divide], 7, 5, [Phases.Random, Phases.Examples])
            .Take(int.MaxValue);

        Assert.Equal(
            [Phases.Examples, Phases.Random],
            plan.Select(fuzzCase => fuzzCase.Phase).Distinct(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["echo/examples/0000", "divide/examples/0000", "echo/examples/0001", "divide/examples/0001"],
            plan.Take(4).Select(fuzzCase => fuzzCase.CaseId)
        );
    }

    [Fact]
    public void Should_be_valid_when_the_phase_is_examples()
    {
        foreach (var tool in KnownTools.All)
        {
            Assert.All(CasePlan.For(tool, Phases.Examples, 7, 50), AssertValid);
        }
    }

    [Fact]
    public void Should_break_the_schema_here_and_there_when_the_phase_is_boundary_or_random()
    {
        foreach (var phase in (string[])[Phases.Boundary, Phases.Random])
        {
            var cases = CasePlan.For(KnownTools.Thinking, phase, 7, 100).ToArray();
            Assert.Contains(cases, fuzzCase => fuzzCase.Validity == Validity.Valid);
            Assert.Contains(cases, fuzzCase => fuzzCase.Validity == Validity.Invalid);
        }
    }

    [Fact]
    public void Should_be_valid_or_name_its_breach_when_checked_again()
    {
        foreach (var tool in KnownTools.All)
        {
            var checker = new SchemaChecker(new SchemaDocument(JsonValueReader.Read(tool.InputSchema)));
            foreach (var fuzzCase in CasePlan.Of([tool], 11, 60, []).Take(int.MaxValue))
            {
                using var arguments = JsonDocument.Parse(
                    fuzzCase.Arguments,
                    new JsonDocumentOptions { MaxDepth = 256 }
                );
                var verdict = checker.Check(JsonValueReader.Read(arguments.RootElement));

                Assert.Equal(fuzzCase.Validity, verdict.Validity);
                Assert.Equal(fuzzCase.Violation, verdict.Validity == Validity.Valid ? null : verdict.ToString());
            }
        }
    }

    [Theory]
    [InlineData("/a: required")]
    [InlineData("/b: required")]
    [InlineData("/b: minimum")]
    [InlineData("/b: maximum")]
    [InlineData("/a: type")]
    public void Should_break_a_property_in_each_way_when_the_phase_is_boundary(string violation)
    {
        var cases = CasePlan.For(KnownTools.Divide, Phases.Boundary, 7, 25);

        Assert.Contains(cases, fuzzCase => fuzzCase.Violation == violation);
    }

    [Theory]
    [InlineData("""{"a":-99,"b":0}""")]
    [InlineData("""{"a":-99,"b":100}""")]
    [InlineData("""{"a":100,"b":1}""")]
    [InlineData("{}")]
    public void Should_include_each_bound_when_the_phase_is_boundary(string arguments)
    {
        var cases = CasePlan.For(KnownTools.Divide, Phases.Boundary, 7, 25);

        Assert.Contains(arguments, cases.Select(TextOf));
    }

    [Fact]
    public void Should_give_empty_long_and_odd_texts_when_a_text_has_no_bounds()
    {
        var texts = CasePlan
            .For(KnownTools.Echo, Phases.Boundary, 7, 200)
            .Where(fuzzCase => fuzzCase.Validity == Validity.Valid)
            .Select(TextOf)
            .ToArray();

        Assert.Contains("""{"message":""}""", texts);
        Assert.Contains("""{"message":"\ud800"}""", texts);
        Assert.Contains("""{"message":"a\u0000b"}""", texts);
        Assert.Contains("""{"message":"../../../../etc/passwd"}""", texts);
        Assert.Contains(texts, text => text.Length > Oddities.HugeLength);
    }

    [Fact]
    public void Should_know_which_arguments_are_not_Unicode_and_which_breaches_are_certain()
    {
        foreach (var fuzzCase in CasePlan.Of(KnownTools.All, 7, 200, []).Take(int.MaxValue))
        {
            var text = TextOf(fuzzCase);
            Assert.Equal(!text.Contains("\\ud800", StringComparison.Ordinal), fuzzCase.IsUnicode);
            Assert.Equal(fuzzCase.Validity == Validity.Invalid, fuzzCase.ViolationKind is not null);
        }
    }

    [Fact]
    public void Should_be_one_line_of_JSON_without_a_byte_order_mark_when_written()
    {
        foreach (var fuzzCase in CasePlan.Of(KnownTools.All, 7, 40, []).Take(int.MaxValue))
        {
            using var parsed = JsonDocument.Parse(fuzzCase.Arguments, new JsonDocumentOptions { MaxDepth = 256 });

            Assert.Equal(JsonValueKind.Object, parsed.RootElement.ValueKind);
            Assert.Equal((byte)'{', fuzzCase.Arguments.Span[0]);
            Assert.Equal(-1, fuzzCase.Arguments.Span.IndexOfAnyInRange((byte)0, (byte)31));
        }
    }

    private static void AssertValid(FuzzCase fuzzCase) =>
        Assert.True(fuzzCase.Validity == Validity.Valid, Line(fuzzCase));

    private static string Line(FuzzCase fuzzCase) =>
        $"{fuzzCase.CaseId} {fuzzCase.Validity} {fuzzCase.Violation} {TextOf(fuzzCase)}";

    private static string TextOf(FuzzCase fuzzCase) => Encoding.UTF8.GetString(fuzzCase.Arguments.Span);
}
