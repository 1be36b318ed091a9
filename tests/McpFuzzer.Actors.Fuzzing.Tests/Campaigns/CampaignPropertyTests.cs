using System.Globalization;
using CsCheck;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Tests.Campaigns.Simulation;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CampaignPropertyTests
{
    private static readonly Dictionary<Behaviour, string> CategoryOf = new()
    {
        [Behaviour.Dies] = Categories.Crash,
        [Behaviour.DiesAfterAnswering] = Categories.Crash,
        [Behaviour.Sticks] = Categories.ServerStuck,
        [Behaviour.SticksAfterAnswering] = Categories.ServerStuck,
        [Behaviour.NeverAnswers] = Categories.ReplyLost,
        [Behaviour.AnswersLate] = Categories.ReplySlow,
        [Behaviour.AnswersAfterAll] = Categories.ReplySlow,
        [Behaviour.Logs] = Categories.StdoutNoise,
        [Behaviour.LogsAfterAnswering] = Categories.StdoutNoise,
        [Behaviour.BreaksSchema] = Categories.OutputSchema,
    };

    private static readonly Gen<Behaviour> Any = OneOf(Enum.GetValues<Behaviour>().Except([Behaviour.Waits]));

    private static readonly Gen<Behaviour> Guilty = OneOf(CategoryOf.Keys);

    private static readonly Gen<Behaviour> Serial = OneOf([
        Behaviour.Answers,
        Behaviour.AnswersLate,
        Behaviour.AnswersAfterAll,
    ]);

    private static readonly Gen<(int Concurrency, int Servers, int Seed)> Ways = Gen.Select(
        Gen.Int[1, 6],
        Gen.Int[1, 3],
        Gen.Int
    );

    private static readonly Gen<(Behaviour[] Tools, int[] Every)> Plans = Gen.Select(
        Any.Array[1, 5],
        Gen.Int[1, 5].Array[5]
    );

    [Fact]
    public void Should_give_every_case_one_outcome_when_servers_misbehave_in_any_order() =>
        Gen.Select(Plans, Ways)
            .Sample(
                (planned, way) =>
                {
                    var plan = Plan(planned.Tools, planned.Every);
                    var run = Run(plan, way);

                    Assert.Equal((1, CampaignEnd.Completed), (run.Finished, run.State.EndedBy));
                    AssertOneOutcomeEach(plan, run);
                    Assert.True(run.MostInFlight <= way.Concurrency, $"{run.MostInFlight} calls were in flight");
                },
                iter: 500
            );

    [Fact]
    public void Should_blame_only_the_guilty_when_servers_misbehave_in_any_order() =>
        Gen.Select(Plans, Ways)
            .Sample(
                (planned, way) =>
                {
                    var plan = Plan(planned.Tools, planned.Every);
                    var run = Run(plan, way);

                    foreach (var finding in run.Findings.Where(found => !IsWithoutProof(found)))
                    {
                        var guilty = ToolsThatShow(plan, finding.Category);
                        Assert.True(
                            finding.Tool is { } tool ? guilty.Contains(tool) : guilty.Count > 1,
                            $"{finding.Category} of {finding.Tool ?? "the server"}: shown by {string.Join(",", guilty)}"
                        );
                        Assert.True(finding.Reproduced is { Shown: > 0 }, $"{finding.Category} {finding.Reproduced}");
                    }

                    if (planned.Tools.Any(IsAfterAnswering))
                    {
                        // What it takes along twice has no reply; and it may show only when its server is closed.
                        return;
                    }

                    Assert.Equal(
                        plan.Select(PlannedCases.BehaviourOf)
                            .Where(CategoryOf.ContainsKey)
                            .Select(behaviour => CategoryOf[behaviour])
                            .Distinct()
                            .Order(),
                        run.Findings.Select(finding => finding.Category).Distinct().Order()
                    );
                },
                iter: 500
            );

    [Fact]
    public void Should_let_the_innocent_succeed_when_one_tool_is_guilty() =>
        Gen.Select(Guilty, Gen.Int[1, 5], Ways)
            .Sample(
                (behaviour, every, way) =>
                {
                    var plan = Plan([Behaviour.Answers, behaviour, Behaviour.Answers], [1, every, 1]);

                    // What is taken along twice before the tool is known stays without a reply.
                    var isKnownLate =
                        behaviour is Behaviour.Sticks or Behaviour.SticksAfterAnswering or Behaviour.DiesAfterAnswering;

                    var run = Run(plan, way);

                    Assert.All(
                        run.Outcomes.Where(published => published.Case.Tool != "t1"),
                        published =>
                            Assert.True(
                                published.Outcome is CaseOutcome.Succeeded || isKnownLate,
                                $"{published.Case.CaseId}: {published.Outcome}"
                            )
                    );
                    if (IsAfterAnswering(behaviour) && run.Findings.Count == 0)
                    {
                        // It showed only when its server was closed.
                        return;
                    }

                    var finding = Assert.Single(run.Findings);
                    Assert.Equal(("t1", CategoryOf[behaviour]), (finding.Tool, finding.Category));
                    Assert.Contains(behaviour.ToString(), finding.Input, StringComparison.Ordinal);
                },
                iter: 500
            );

    [Fact]
    public void Should_find_the_same_in_any_order_and_with_any_concurrency() =>
        Gen.Select(Plans, Ways, Ways)
            .Sample(
                (planned, one, other) =>
                {
                    // A server that ends may take with it what another tool would have shown.
                    Behaviour[] tools = [.. planned.Tools.Where(IsOnItsOwn).DistinctBy(CategoryOf.GetValueOrDefault)];
                    var plan = Plan(tools, planned.Every);
                    Assert.Equal(Run(plan, one).Findings.Select(NameOf), Run(plan, other).Findings.Select(NameOf));
                },
                iter: 500
            );

    [Fact]
    public void Should_end_once_and_give_every_case_one_outcome_when_it_is_ended_at_any_moment() =>
        Gen.Select(Plans, Ways, Gen.Int[0, 40_000], Gen.Bool)
            .Sample(
                (planned, way, moment, isDuration) =>
                {
                    var plan = Plan(planned.Tools, planned.Every);
                    var reason = isDuration ? CampaignEnd.Duration : CampaignEnd.Interrupted;
                    var spec = PlannedCases.Spec(way.Concurrency, way.Servers) with
                    {
                        Duration = TimeSpan.FromMinutes(1),
                    };
                    var run = new SimulatedCampaign(spec, way.Seed)
                    {
                        EndAt = (TimeSpan.FromMilliseconds(moment), reason),
                    }.Run(plan);

                    Assert.Equal(1, run.Finished);
                    Assert.True(run.State.EndedBy is CampaignEnd.Completed || run.State.EndedBy == reason);
                    AssertAtMostOneOutcomeEach(plan, run);
                },
                iter: 1_000
            );

    [Fact]
    public void Should_find_one_fault_of_the_server_when_it_shows_without_a_tool_or_with_any() =>
        Gen.Select(Gen.Int[0, 2_000], Gen.Bool, Ways)
            .Sample(
                (banner, isForEachCall, way) =>
                {
                    var fault = isForEachCall
                        ? new ServerFault { LogsEachCall = true }
                        : new ServerFault { BannerAfter = TimeSpan.FromMilliseconds(banner) };
                    Behaviour[] tools = [Behaviour.Answers, Behaviour.AnswersLate, Behaviour.Answers];
                    var plan = Plan(tools, [1, 3, 1]);

                    var run = new SimulatedCampaign(Spec(way), way.Seed, fault).Run(plan);

                    var finding = Assert.Single(run.Findings, found => found.Category is Categories.StdoutNoise);
                    Assert.Null(finding.Tool);
                    Assert.All(run.Outcomes, published => Assert.Equal(CaseOutcome.Succeeded, published.Outcome));
                    Assert.True(run.Runs < 20, $"{run.Runs} isolation runs");
                },
                iter: 300
            );

    [Fact]
    public void Should_never_treat_a_serial_server_as_stuck() =>
        Gen.Select(Serial.Array[1, 4], Gen.Int[1, 12], Ways)
            .Sample(
                (tools, timeout, way) =>
                {
                    var spec = Spec(way) with { CallTimeout = TimeSpan.FromSeconds(timeout) };
                    var serial = new ServerFault { IsSerial = true };

                    var run = new SimulatedCampaign(spec, way.Seed, serial).Run(Plan(tools, [1, 1, 1, 1]));

                    Assert.DoesNotContain(run.Findings, found => found.Category is Categories.ServerStuck);
                },
                iter: 500
            );

    private static SimulatedCampaign Run(FuzzCase[] plan, (int Concurrency, int Servers, int Seed) way) =>
        new SimulatedCampaign(Spec(way), way.Seed).Run(plan);

    private static CampaignSpec Spec((int Concurrency, int Servers, int Seed) way) =>
        PlannedCases.Spec(way.Concurrency, way.Servers);

    private static string NameOf(Finding finding) => $"{finding.Id} {finding.Category} of {finding.Tool}";

    private static HashSet<string> ToolsThatShow(FuzzCase[] plan, string category) =>
        [
            .. plan.Where(call => CategoryOf.GetValueOrDefault(PlannedCases.BehaviourOf(call)) == category)
                .Select(call => call.Tool),
        ];

    private static FuzzCase[] Plan(Behaviour[] tools, int[] culprits) =>
        [
            .. Enumerable
                .Range(0, 8)
                .SelectMany(index =>
                    tools.Select(
                        (behaviour, number) =>
                            PlannedCases.Of(
                                string.Create(CultureInfo.InvariantCulture, $"t{number}"),
                                index,
                                IsAtAllCalls(behaviour) || index % culprits[number] == 0 ? behaviour : Behaviour.Answers
                            )
                    )
                ),
        ];

    private static bool IsAfterAnswering(Behaviour behaviour) =>
        behaviour is Behaviour.DiesAfterAnswering or Behaviour.LogsAfterAnswering or Behaviour.SticksAfterAnswering;

    private static bool IsOnItsOwn(Behaviour behaviour) =>
        behaviour is not Behaviour.Sticks && !IsAfterAnswering(behaviour);

    // Among many faults one may be left that no single call shows, or that there was no budget for. It blames no tool.
    private static bool IsWithoutProof(Finding finding) => finding is { Tool: null, Reproduced: null or { Shown: 0 } };

    // Of the calls of a tool that are late, one is isolated: where only some are slow, another may be.
    private static bool IsAtAllCalls(Behaviour behaviour) =>
        behaviour is Behaviour.NeverAnswers or Behaviour.AnswersLate or Behaviour.AnswersAfterAll;

    private static void AssertOneOutcomeEach(FuzzCase[] plan, SimulatedCampaign run) =>
        Assert.Equal(
            plan.Select(planned => planned.CaseId).Order(StringComparer.Ordinal),
            run.Outcomes.Select(published => published.Case.CaseId).Order(StringComparer.Ordinal)
        );

    // Cases that the plan had not given when the campaign ended have none.
    private static void AssertAtMostOneOutcomeEach(FuzzCase[] plan, SimulatedCampaign run)
    {
        var ids = run.Outcomes.Select(published => published.Case.CaseId).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Subset(plan.Select(planned => planned.CaseId).ToHashSet(StringComparer.Ordinal), ToSet(ids));
        var sent = run.Sent.Select(call => call.CaseId).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(sent, ToSet(ids));
    }

    private static HashSet<string> ToSet(IEnumerable<string> ids) => ids.ToHashSet(StringComparer.Ordinal);

    private static Gen<Behaviour> OneOf(IEnumerable<Behaviour> behaviours)
    {
        Behaviour[] choices = [.. behaviours];
        return Gen.Int[0, choices.Length - 1].Select(index => choices[index]);
    }
}
