using System.Globalization;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CaseQueueTests
{
    private static readonly FuzzCase A0 = PlannedCases.Of("a", 0);
    private static readonly FuzzCase A1 = PlannedCases.Of("a", 1);
    private static readonly FuzzCase B0 = PlannedCases.Of("b", 0);
    private static readonly FuzzCase B1 = PlannedCases.Of("b", 1);
    private static readonly FuzzCase C0 = Odd("c", 0);
    private static readonly FuzzCase C1 = Odd("c", 1);

    [Fact]
    public void Should_serve_the_plan_in_its_order_when_nothing_is_in_flight() =>
        Assert.Equal([A0, B0, A1, B1], Drain(Planned(A0, B0, A1, B1)));

    [Fact]
    public void Should_serve_the_tool_with_the_fewest_calls_in_flight_first()
    {
        var (_, next, _) = Planned(A0, A1, B0).Take(tool => tool == "a" ? 1 : 0);

        Assert.Equal(B0, next);
    }

    [Fact]
    public void Should_serve_returned_cases_before_the_plan() =>
        Assert.Equal([B1, A0, B0], Drain(Planned(A0, B0).Return(B1)));

    [Fact]
    public void Should_keep_the_cases_of_a_tool_until_each_hold_is_released()
    {
        var held = Planned(A0, B0, A1).Hold("a").Hold("a");
        var (queue, first, _) = held.Take(None);
        var (kept, second, _) = queue.Take(None);

        Assert.Equal((B0, null), (first, second));
        Assert.False(kept.IsEmpty);
        Assert.Empty(Drain(kept.Release("a")));
        Assert.Equal([A0, A1], Drain(kept.Release("a").Release("a")));
    }

    [Fact]
    public void Should_serve_the_cases_of_a_dangerous_tool_last_and_not_before_the_plan_is_over()
    {
        var queue = new CaseQueue { Dangerous = ["a"] };

        var open = queue.Add([A0, B0], isOver: false, atMost: 3);
        var (rest, first, _) = open.Take(None);
        var (waiting, second, _) = rest.Take(None);

        Assert.Equal((B0, null), (first, second));
        Assert.Equal([B1, A0], Drain(waiting.Add([B1], isOver: true, atMost: 3)));
    }

    [Fact]
    public void Should_return_the_cases_of_a_tool_that_is_given_up_as_left_over()
    {
        var (queue, next, leftOver) = (Planned(A0, A1, B0) with { GivenUp = ["a"] }).Take(None);

        Assert.Equal(B0, next);
        Assert.Equal([A0, A1], leftOver);
        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public void Should_collect_single_cases_until_the_plan_is_over()
    {
        var queue = new CaseQueue().Add([C0, C1, A0], isOver: false, atMost: 5);

        var (_, first, _) = queue.Take(None);
        Assert.Equal([C0, A0], Drain(queue, out var waiting));

        Assert.Equal(C0, first);
        Assert.False(waiting.IsEmpty);
        Assert.Equal([A1, C1, B0], Drain((waiting with { Dangerous = ["b"] }).Add([B0, A1], isOver: true, atMost: 5)));
    }

    [Fact]
    public void Should_serve_single_cases_together_when_enough_are_collected()
    {
        FuzzCase[] alone = [.. Enumerable.Range(1, CaseQueue.MostAlone + 1).Select(index => Odd("c", index))];
        var queue = new CaseQueue().Add([C0, A0, .. alone, A1], isOver: false, atMost: 20);

        Assert.Equal([C0, A0, .. alone[..^1], A1], Drain(queue));
        Assert.Equal([C0, A0], Drain(Planned(A0).Return(C0)));
    }

    [Fact]
    public void Should_serve_single_cases_when_a_batch_has_passed_them()
    {
        FuzzCase[] batch = [.. Enumerable.Range(0, CaseQueue.Batch).Select(index => PlannedCases.Of("a", index))];
        var queue = new CaseQueue().Add([C0, C1, .. batch, B0], isOver: false, atMost: 500);

        Assert.Equal([C0, .. batch, C1, B0], Drain(queue));
    }

    [Fact]
    public void Should_collect_the_single_cases_of_a_released_tool()
    {
        var held = new CaseQueue().Add([C0, A0, A1], isOver: false, atMost: 9).Hold("a").Hold("c").Add([C1], false, 9);
        Assert.Empty(Drain(held, out var queue));

        Assert.Equal([A0, A1, C0, C1], Drain(queue.Release("c").Release("a").Add([], isOver: true, atMost: 9)));
    }

    [Fact]
    public void Should_take_every_case_from_every_queue()
    {
        var queue = new CaseQueue { Dangerous = ["b"] }
            .Add([C0, A0, B0, B1, C1], isOver: false, atMost: 6)
            .Hold("a");
        Assert.Equal([C0], Drain(queue, out var kept));

        var (empty, all) = kept.Return(A1).TakeAll();

        Assert.Equal(
            new[] { A0, A1, B0, B1, C1 }.Select(planned => planned.CaseId),
            all.Select(planned => planned.CaseId).Order(StringComparer.Ordinal)
        );
        Assert.Empty(empty.TakeAll().All);
    }

    [Fact]
    public void Should_be_empty_only_when_the_plan_is_over_and_nothing_is_left()
    {
        Assert.False(new CaseQueue().IsEmpty);
        Assert.False(Planned(A0).IsEmpty);
        Assert.True(Planned().IsEmpty);
    }

    [Fact]
    public void Should_request_more_when_few_cases_are_queued_and_no_request_is_open()
    {
        var few = new CaseQueue().Add([A0], isOver: false, atMost: 1_000);
        var many = new CaseQueue().Add(
            [.. Enumerable.Range(0, CaseQueue.Low).Select(index => PlannedCases.Of(Name(index), 0))],
            isOver: false,
            atMost: 1_000
        );

        Assert.True(few.WantsMore);
        Assert.False((few with { IsAsking = true }).WantsMore);
        Assert.False(Planned(A0).WantsMore);
        Assert.False(many.WantsMore);
        Assert.Equal(1_000, many.AtMost);
    }

    [Fact]
    public void Should_request_more_when_all_queued_cases_are_of_one_tool()
    {
        var ofOne = new CaseQueue().Add(
            [.. Enumerable.Range(0, CaseQueue.Batch).Select(index => PlannedCases.Of("a", index))],
            isOver: false,
            atMost: 1_000
        );

        Assert.True(ofOne.WantsMore);
    }

    private static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static FuzzCase Odd(string tool, int index) => PlannedCases.Of(tool, index) with { IsUnicode = false };

    private static int None(string tool) => 0;

    private static CaseQueue Planned(params FuzzCase[] cases) => new CaseQueue().Add(cases, isOver: true, cases.Length);

    private static List<FuzzCase> Drain(CaseQueue queue) => Drain(queue, out _);

    private static List<FuzzCase> Drain(CaseQueue queue, out CaseQueue rest)
    {
        var taken = new List<FuzzCase>();
        FuzzCase? next;
        for ((rest, next, _) = queue.Take(None); next is not null; (rest, next, _) = rest.Take(None))
        {
            taken.Add(next);
        }

        return taken;
    }
}
