using System.Text;
using System.Text.Json;
using CsCheck;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Cases;

public sealed class LazyPlanTests
{
    private const int Runs = 12;

    [Fact]
    public void Should_give_the_same_cases_when_they_are_taken_in_any_portions()
    {
        var whole = Plan().Take(int.MaxValue).Select(Line).ToArray();

        Gen.Int[0, 70]
            .Array[1, 40]
            .Sample(
                portions =>
                {
                    var plan = Plan();
                    var taken = portions.SelectMany(plan.Take).Concat(plan.Take(int.MaxValue)).Select(Line);
                    Assert.Equal(whole, taken);
                },
                iter: 30
            );
    }

    [Fact]
    public void Should_give_the_same_cases_when_tools_join_at_any_time()
    {
        var expected = Joined(0);

        Gen.Int[0, 400].Sample(before => Assert.Equal(expected, Joined(before)), iter: 10);
        Assert.Equal(
            [.. Plan().Take(int.MaxValue).Select(Line), .. CasePlan.Of([Late], 7, Runs, []).Take(999).Select(Line)],
            expected
        );

        static string[] Joined(int before)
        {
            var plan = Plan();
            var taken = plan.Take(before).ToList();
            plan.Add([KnownTools.Echo, Late, Late]);
            taken.AddRange(plan.Take(int.MaxValue));
            return [.. taken.Select(Line)];
        }
    }

    [Fact]
    public void Should_count_never_too_few_and_in_the_end_exactly_when_taken()
    {
        var plan = Plan();
        var total = Plan().Take(int.MaxValue).Count;

        Assert.Equal(KnownTools.All.Count * Runs * Phases.All.Count, plan.AtMost);
        while (plan.Take(7).Count > 0)
        {
            Assert.InRange(plan.AtMost, total, KnownTools.All.Count * Runs * Phases.All.Count);
        }

        Assert.Equal(total, plan.AtMost);
    }

    [Fact]
    public void Should_count_at_most_the_largest_number_when_there_are_more() =>
        Assert.Equal(int.MaxValue, CasePlan.Of(KnownTools.All, 7, int.MaxValue, []).AtMost);

    [Fact]
    public void Should_read_a_schema_when_the_first_case_of_its_tool_is_due()
    {
        var gone = JsonDocument.Parse("{}");
        var tool = new McpTool("gone", gone.RootElement, OutputSchema: null, Destructive: false);
        gone.Dispose();
        var plan = CasePlan.Of([KnownTools.Echo, tool], 7, Runs, []);

        Assert.Equal("echo/examples/0000", Assert.Single(plan.Take(1)).CaseId);
        Assert.Throws<ObjectDisposedException>(() => plan.Take(1));
    }

    [Fact]
    public void Should_name_the_tool_when_its_first_boundary_values_do_not_fit_into_the_runs()
    {
        const int Few = 5;
        var plan = CasePlan.Of([KnownTools.Echo, KnownTools.Thinking], 7, Few, []);

        plan.Take(int.MaxValue);

        var note = Assert.Single(plan.NotCovered);
        Assert.Equal(KnownTools.Thinking.Name, note.Tool);
        Assert.Equal(Contracts.Campaigns.ToolShortfall.NotCovered, note.Shortfall);
        Assert.Equal(
            $"{note.Cases - Few} of {note.Cases} first boundary values did not fit into --runs 5",
            note.Reason
        );
        var enough = CasePlan.Of([KnownTools.Thinking], 7, note.Cases, []);
        enough.Take(int.MaxValue);
        Assert.Empty(enough.NotCovered);
    }

    private static McpTool Late { get; } =
        KnownTools.Of("late", """{"type":"object","properties":{"n":{"type":"integer"}}}""");

    private static CasePlan Plan() => CasePlan.Of(KnownTools.All, 7, Runs, []);

    private static string Line(FuzzCase fuzzCase) =>
        $"{fuzzCase.CaseId} {Encoding.UTF8.GetString(fuzzCase.Arguments.Span)}";
}
