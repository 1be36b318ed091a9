using CsCheck;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CampaignMachineTests
{
    private static readonly Dictionary<Behaviour, string> CategoryOf = new()
    {
        [Behaviour.Dies] = Categories.Crash,
        [Behaviour.DiesAfterAnswering] = Categories.Crash,
        [Behaviour.Sticks] = Categories.ServerStuck,
        [Behaviour.SticksAfterAnswering] = Categories.ServerStuck,
        [Behaviour.NeverAnswers] = Categories.ReplyLost,
        [Behaviour.AnswersLate] = Categories.ReplySlow,
        [Behaviour.Logs] = Categories.StdoutNoise,
        [Behaviour.LogsAfterAnswering] = Categories.StdoutNoise,
    };

    private static readonly Behaviour[] Simulated = [.. Enum.GetValues<Behaviour>().Except([Behaviour.Waits])];

    private static readonly Gen<(Behaviour[] Tools, int[] Culprits, int Concurrency, int Servers, int Seed)> Campaigns =
        Gen.Select(
            Gen.Int[0, Simulated.Length - 1].Select(index => Simulated[index]).Array[1, 5],
            Gen.Int[1, 5].Array[5],
            Gen.Int[1, 6],
            Gen.Int[1, 3],
            Gen.Int
        );

    [Theory]
    [InlineData(Behaviour.Dies, Categories.Crash, CaseOutcome.TargetDied)]
    [InlineData(Behaviour.Sticks, Categories.ServerStuck, CaseOutcome.TimedOut)]
    [InlineData(Behaviour.NeverAnswers, Categories.ReplyLost, CaseOutcome.TimedOut)]
    [InlineData(Behaviour.AnswersLate, Categories.ReplySlow, CaseOutcome.Succeeded)]
    [InlineData(Behaviour.Logs, Categories.StdoutNoise, CaseOutcome.Succeeded)]
    internal void Should_blame_the_one_tool_that_shows_it_when_several_calls_were_in_flight(
        Behaviour behaviour,
        string category,
        CaseOutcome outcome
    )
    {
        FuzzCase[] plan =
        [
            PlannedCases.Of("a", 0),
            PlannedCases.Of("b", 0),
            PlannedCases.Of("culprit", 0, behaviour),
            PlannedCases.Of("c", 0),
            PlannedCases.Of("d", 0),
        ];

        var run = new SimulatedCampaign(PlannedCases.Spec(), PlannedCases.Settings, seed: 7).Run(plan);

        var finding = Assert.Single(run.Record.Findings.Findings);
        Assert.Equal((category, "culprit", 1), (finding.Category, finding.Tool, finding.Count));
        Assert.Contains(behaviour.ToString(), finding.Input, StringComparison.Ordinal);
        Assert.Equal(outcome, run.Outcomes.Single(told => told.Case.Tool == "culprit").Outcome);
        Assert.All(
            run.Outcomes.Where(told => told.Case.Tool != "culprit"),
            told => Assert.Equal(CaseOutcome.Succeeded, told.Outcome)
        );
        Assert.Equal(CampaignEnd.Completed, run.Finished!.EndedBy);
    }

    [Fact]
    public void Should_record_the_calls_before_as_well_when_none_shows_it_alone()
    {
        FuzzCase[] plan = [.. Enumerable.Range(0, 9).Select(index => PlannedCases.Of("a", index))];

        var run = new SimulatedCampaign(PlannedCases.Spec(concurrency: 1), PlannedCases.Settings, seed: 7)
        {
            DiesAtCall = 2,
        }.Run(plan);

        var finding = Assert.Single(run.Record.Findings.Findings);
        Assert.Equal((Categories.Crash, null), (finding.Category, finding.Tool));
        Assert.Equal(2, finding.Sequence.Count);
    }

    [Fact]
    public void Should_give_every_case_one_outcome_and_blame_only_the_guilty_when_servers_misbehave_in_any_order() =>
        Campaigns.Sample(
            sampled =>
            {
                var (tools, culprits, concurrency, servers, seed) = sampled;
                var plan = Plan(tools, culprits);
                var spec = PlannedCases.Spec(concurrency, servers);

                var run = new SimulatedCampaign(spec, PlannedCases.Settings, seed).Run(plan);

                Assert.Equal(CampaignEnd.Completed, run.Finished!.EndedBy);
                AssertOneOutcomeEach(plan, run);
                Assert.True(run.MostInFlight <= concurrency, $"{run.MostInFlight} calls were in flight");
                foreach (var (finding, tool) in run.Record.Findings.Findings.Select(found => (found, found.Tool)))
                {
                    Assert.True(tool is not null, $"{finding.Category} blames nobody, though it can be shown again");
                    Assert.Equal(CategoryOf.GetValueOrDefault(BehaviourOf(tools, tool)), finding.Category);
                }

                // Of two tools that show the same together, one may stand for both.
                Assert.Equal(
                    tools.Where(CategoryOf.ContainsKey).Select(behaviour => CategoryOf[behaviour]).Distinct().Order(),
                    run.Record.Findings.Findings.Select(found => found.Category).Distinct().Order()
                );
            },
            iter: 2_000
        );

    [Fact]
    public void Should_give_every_case_one_outcome_when_it_is_ended_at_any_moment() =>
        Gen.Select(Campaigns, Gen.Int[0, 120])
            .Sample(
                sampled =>
                {
                    var ((tools, culprits, concurrency, servers, seed), step) = sampled;
                    var plan = Plan(tools, culprits);

                    var run = new SimulatedCampaign(
                        PlannedCases.Spec(concurrency, servers),
                        PlannedCases.Settings,
                        seed
                    )
                    {
                        EndAt = (step, CampaignEnd.Interrupted),
                    }.Run(plan);

                    Assert.True(run.Finished!.EndedBy is CampaignEnd.Interrupted or CampaignEnd.Completed);
                    if (run.Record.IsPlanned)
                    {
                        AssertOneOutcomeEach(plan, run);
                    }
                },
                iter: 1_000
            );

    [Fact]
    public void Should_give_the_ping_after_a_reply_as_long_as_a_call_and_that_after_a_silence_less()
    {
        var (spec, thresholds) = (PlannedCases.Spec(concurrency: 2), PlannedCases.Settings.Thresholds);
        FuzzCase[] noisy = [PlannedCases.Of("a", 0, Behaviour.Logs), PlannedCases.Of("b", 0)];
        FuzzCase[] silent = [PlannedCases.Of("a", 0, Behaviour.NeverAnswers)];

        var afterReplies = new SimulatedCampaign(spec, PlannedCases.Settings, seed: 1).Run(noisy);
        var afterSilence = new SimulatedCampaign(spec, PlannedCases.Settings, seed: 1).Run(silent);

        Assert.Equal([spec.CallTimeout], PingTimeouts(afterReplies));
        Assert.Equal([thresholds.StuckAfter], PingTimeouts(afterSilence));
    }

    [Fact]
    public void Should_leave_out_the_rest_of_a_tool_when_it_has_hung_max_hangs_times()
    {
        FuzzCase[] plan = [.. Enumerable.Range(0, 20).Select(index => PlannedCases.Of("t", index, Behaviour.Sticks))];
        var spec = PlannedCases.Spec() with { MaxHangs = 3 };

        var run = new SimulatedCampaign(spec, PlannedCases.Settings, seed: 1).Run(plan);

        var finding = Assert.Single(run.Record.Findings.Findings);
        Assert.Equal((Categories.ServerStuck, 3), (finding.Category, finding.Count));
        Assert.Equal(16, run.Outcomes.Count(told => told.Outcome is CaseOutcome.NotSent));
    }

    [Fact]
    public void Should_leave_out_the_rest_of_a_tool_when_it_has_crashed_max_crashes_times()
    {
        FuzzCase[] plan =
        [
            .. Enumerable.Range(0, 30).Select(index => PlannedCases.Of("t", index, Behaviour.Dies)),
            PlannedCases.Of("u", 0),
        ];

        var run = new SimulatedCampaign(PlannedCases.Spec(), PlannedCases.Settings, seed: 1).Run(plan);

        var finding = Assert.Single(run.Record.Findings.Findings);
        Assert.Equal((Categories.Crash, PlannedCases.Settings.MaxCrashes), (finding.Category, finding.Count));
        Assert.Equal(CaseOutcome.Succeeded, run.Outcomes.Single(told => told.Case.Tool == "u").Outcome);
    }

    [Fact]
    public void Should_call_a_tool_alone_and_run_nothing_again_when_it_is_known_to_end_the_server()
    {
        FuzzCase[] plan =
        [
            PlannedCases.Of("t", 0, Behaviour.Dies),
            PlannedCases.Of("u", 0),
            PlannedCases.Of("t", 1, Behaviour.Dies),
            PlannedCases.Of("u", 1),
            PlannedCases.Of("u", 2),
        ];

        var run = new SimulatedCampaign(PlannedCases.Spec(concurrency: 2), PlannedCases.Settings, seed: 3).Run(plan);

        Assert.Equal(2, Assert.Single(run.Record.Findings.Findings).Count);
        Assert.Equal(2, run.Sent.Count(sent => sent.CaseId == plan[0].CaseId));
        Assert.Equal(1, run.Sent.Count(sent => sent.CaseId == plan[2].CaseId));
    }

    [Fact]
    public void Should_end_as_target_failed_when_a_target_that_worked_does_not_start_again()
    {
        FuzzCase[] plan = [PlannedCases.Of("t", 0), PlannedCases.Of("t", 1, Behaviour.Dies), PlannedCases.Of("t", 2)];
        var run = new SimulatedCampaign(PlannedCases.Spec(concurrency: 1), PlannedCases.Settings, seed: 1)
        {
            FailedStarts = 3,
        };

        run.Run(plan);

        Assert.Equal(CampaignEnd.TargetFailed, run.Finished!.EndedBy);
        Assert.Equal("it would not", run.Finished.Failure!.Message);
        Assert.Equal(Categories.Crash, Assert.Single(run.Record.Findings.Findings).Category);
        AssertOneOutcomeEach(plan, run);
    }

    [Fact]
    public void Should_go_on_after_a_growing_delay_when_a_restart_fails_less_often_than_is_allowed()
    {
        FuzzCase[] plan = [PlannedCases.Of("t", 0), PlannedCases.Of("t", 1, Behaviour.Dies), PlannedCases.Of("t", 2)];
        var run = new SimulatedCampaign(PlannedCases.Spec(concurrency: 1), PlannedCases.Settings, seed: 1)
        {
            FailedStarts = 2,
        };

        run.Run(plan);

        Assert.Equal(CampaignEnd.Completed, run.Finished!.EndedBy);
        Assert.Equal(
            [TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1)],
            run.Effects.OfType<CampaignEffect.Rest>().Select(rest => rest.Delay)
        );
    }

    [Theory]
    [InlineData(Behaviour.AnswersLate, Behaviour.NeverAnswers)]
    [InlineData(Behaviour.NeverAnswers, Behaviour.AnswersLate)]
    internal void Should_find_no_reply_lost_when_the_tool_is_known_to_take_its_time(Behaviour first, Behaviour second)
    {
        FuzzCase[] plan =
        [
            PlannedCases.Of("waits", 0, first),
            PlannedCases.Of("waits", 1, second),
            PlannedCases.Of("waits", 2),
        ];

        var run = new SimulatedCampaign(PlannedCases.Spec(concurrency: 1), PlannedCases.Settings, seed: 1).Run(plan);

        Assert.Equal(Categories.ReplySlow, Assert.Single(run.Record.Findings.Findings).Category);
        AssertOneOutcomeEach(plan, run);
    }

    [Fact]
    public void Should_leave_out_the_rest_of_a_slow_tool_when_max_hangs_of_its_calls_were_waited_for_in_vain()
    {
        FuzzCase[] plan =
        [
            PlannedCases.Of("waits", 0, Behaviour.AnswersLate),
            .. Enumerable.Range(1, 20).Select(index => PlannedCases.Of("waits", index, Behaviour.NeverAnswers)),
        ];

        var run = new SimulatedCampaign(PlannedCases.Spec(concurrency: 1), PlannedCases.Settings, seed: 1).Run(plan);

        Assert.Equal(17, run.Outcomes.Count(told => told.Outcome is CaseOutcome.NotSent));
        AssertOneOutcomeEach(plan, run);
    }

    [Theory]
    [InlineData(Behaviour.NeverAnswers)]
    [InlineData(Behaviour.Sticks)]
    internal void Should_leave_out_the_rest_of_a_tool_that_hangs_when_there_have_been_trials_enough(Behaviour behaviour)
    {
        FuzzCase[] plan =
        [
            .. new[] { "a", "b" }.SelectMany(tool =>
                Enumerable.Range(0, 20).Select(index => PlannedCases.Of(tool, index, behaviour))
            ),
        ];
        var settings = PlannedCases.Settings with { MaxTrials = 1 };

        var run = new SimulatedCampaign(PlannedCases.Spec(concurrency: 1), settings, seed: 1).Run(plan);

        Assert.True(run.Sent.Count < 10, $"{run.Sent.Count} calls were waited for");
        AssertOneOutcomeEach(plan, run);
    }

    [Fact]
    public void Should_end_when_the_number_of_findings_is_reached()
    {
        FuzzCase[] plan =
        [
            PlannedCases.Of("t", 0, Behaviour.Logs),
            .. Enumerable.Range(0, 20).Select(index => PlannedCases.Of("u", index)),
        ];
        var spec = PlannedCases.Spec(concurrency: 1) with { MaxFindings = 1 };

        var run = new SimulatedCampaign(spec, PlannedCases.Settings, seed: 1).Run(plan);

        Assert.Equal(CampaignEnd.MaxFindings, run.Finished!.EndedBy);
        AssertOneOutcomeEach(plan, run);
        Assert.True(run.Outcomes.Count(told => told.Outcome is CaseOutcome.NotSent) > 15);
    }

    private static IEnumerable<TimeSpan> PingTimeouts(SimulatedCampaign run) =>
        run.Effects.OfType<CampaignEffect.Ping>().Select(ping => ping.Timeout).Distinct();

    private static FuzzCase[] Plan(Behaviour[] tools, int[] culprits) =>
        [
            .. Enumerable
                .Range(0, 8)
                .SelectMany(index =>
                    tools.Select(
                        (behaviour, number) =>
                            PlannedCases.Of(
                                $"t{number}",
                                index,
                                index % culprits[number] == 0 ? behaviour : Behaviour.Answers
                            )
                    )
                ),
        ];

    private static Behaviour BehaviourOf(Behaviour[] tools, string tool) =>
        tools[int.Parse(tool[1..], System.Globalization.CultureInfo.InvariantCulture)];

    private static void AssertOneOutcomeEach(IReadOnlyList<FuzzCase> plan, SimulatedCampaign run) =>
        Assert.Equal(
            plan.Select(planned => planned.CaseId).Order(StringComparer.Ordinal),
            run.Outcomes.Select(told => told.Case.CaseId).Order(StringComparer.Ordinal)
        );
}
