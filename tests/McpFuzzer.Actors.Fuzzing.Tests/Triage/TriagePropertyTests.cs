using CsCheck;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class TriagePropertyTests
{
    private static readonly string[] Tools = ["a", "b", "c"];

    private static readonly Gen<FuzzCase> Calls = Gen.Select(Gen.OneOf(Tools), Gen.Int[0, 2], Given.Call);

    private static readonly Gen<Scene> Scenes = Gen.Select(
        Calls.Array[0, 3],
        Calls.Array[0, 2],
        Gen.Int[0, 20],
        (unanswered, lately, uptime) => new Scene(unanswered, lately, uptime * Given.Second)
    );

    // Without its number, which the order of telling gives it.
    private static readonly Gen<Func<int, TriageInput>> Inputs = Gen.OneOf(
        Gen.Select(
            Calls,
            Gen.OneOf("x", "y"),
            (call, shape) => Input(new TriageInput.Named(Given.Internal(call.Tool, shape), call))
        ),
        Gen.Select(
            Scenes,
            Gen.OneOf("hello", "good bye"),
            (scene, line) => Input(new TriageInput.OnStream(Given.Noise(line), scene))
        ),
        Gen.Select(Scenes, scene => Input(new TriageInput.OnStream(Given.InvalidRpc("a batch"), scene))),
        Gen.Select(
            Scenes,
            scene => (Func<int, TriageInput>)(number => new TriageInput.Silent(number, Given.CallTimeout, scene))
        ),
        Gen.Const(Input(new TriageInput.OfServer(Given.InvalidRpc("a batch")))),
        Gen.Select(
            Calls,
            Gen.Bool,
            (call, isAnswered) => Input(new TriageInput.Late(call, isAnswered ? Given.CallTimeout : null))
        ),
        Gen.Select(Calls, call => Input(new TriageInput.AnsweredAfterAll(call, Given.CallTimeout))),
        Gen.Int[1, 14].Select(number => Input(new TriageInput.WokeUp(number))),
        Gen.Select(Calls, call => (Func<int, TriageInput>)(number => new TriageInput.Overdue(number, call))),
        Gen.Select(
            Scenes,
            Gen.Int[1, 2],
            (scene, code) => (Func<int, TriageInput>)(number => new TriageInput.Died(number, Given.Crash(code), scene))
        )
    );

    private static readonly Gen<IsolationSettings> AnySettings = Gen.Select(
        Gen.Int[3, 6],
        Gen.Int[1, 3],
        Gen.Int[1, 3],
        Gen.Int[1, 3],
        (servers, perShape, perTool, suspects) =>
            Given.Settings with
            {
                Servers = servers,
                PerShape = perShape,
                PerTool = perTool,
                Suspects = suspects,
            }
    );

    private static readonly Gen<Chaos> AnyChaos = Gen.Select(
        AnySettings,
        Gen.OneOf<int?>(null, 1, 60),
        Inputs.Array[0, 14],
        Gen.Bool,
        Gen.Int,
        (settings, duration, inputs, isCut, seed) =>
            new Chaos(
                settings,
                duration * Given.Second,
                [.. inputs.Select((make, index) => make(index + 1))],
                isCut,
                seed
            )
    );

    [Fact]
    public void Should_resolve_each_number_of_evidence_once() =>
        AnyChaos.Sample(chaos =>
        {
            var numbers = chaos.Inputs.Select(NumberOf).OfType<int>();

            Assert.Equal(numbers, chaos.Run().Resolved.Select(resolved => resolved.Evidence).Order());
        });

    [Fact]
    public void Should_conclude_once_and_last_with_no_question_open_and_no_run_under_way() =>
        AnyChaos.Sample(chaos =>
        {
            var triage = chaos.Run();

            var concluded = Assert.Single(triage.Effects.OfType<TriageEffect.Concluded>());
            Assert.Same(triage.Effects[^1], concluded);
            Assert.Empty(triage.State.Questions);
            Assert.Empty(triage.State.Running);
            Assert.Equal(triage.Findings, concluded.Findings);
            Assert.Equal(triage.State.NotIsolated, concluded.NotIsolated);
        });

    [Fact]
    public void Should_have_no_more_runs_than_servers_and_number_each_once() =>
        AnyChaos.Sample(chaos =>
        {
            var triage = chaos.Run();
            var runs = triage.Effects.OfType<TriageEffect.StartRun>().Select(start => start.Run).ToList();

            Assert.InRange(triage.MostRunning, 0, chaos.Settings.Servers);
            Assert.Equal(Enumerable.Range(1, runs.Count), runs);
        });

    [Fact]
    public void Should_start_no_run_when_the_budget_was_spent_or_it_was_cut_short() =>
        AnyChaos.Sample(chaos =>
        {
            var triage = chaos.Run();
            var most = Given.Budget(chaos.Duration, chaos.Settings).Allowed;
            var longest = Chaos.LongestRun * chaos.Settings.Servers;

            Assert.True(most is null || triage.State.Spent < most + longest, $"spent {triage.State.Spent}");
            var last = triage.Effects.FindLastIndex(effect => effect is TriageEffect.StartRun);
            Assert.True(triage.CutAfter is not { } cut || last < cut);
        });

    [Fact]
    public void Should_have_reported_each_finding_that_it_concludes_with() =>
        AnyChaos.Sample(chaos =>
        {
            var triage = chaos.Run();
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var published in triage.Effects.OfType<TriageEffect.PublishFinding>())
            {
                known.Add(published.Finding.Id);
                known.ExceptWith(published.Supersedes);
            }

            Assert.Equal(triage.Findings.Select(finding => finding.Id).Order(), known.Order());
        });

    [Fact]
    public void Should_prove_each_finding_of_a_tool_by_a_call_of_that_tool() =>
        AnyChaos.Sample(chaos =>
            Assert.All(
                chaos.Run().Findings.Where(finding => finding.Tool is not null),
                finding =>
                    Assert.True(finding.Input is not null || finding.Sequence.Any(call => call.Tool == finding.Tool))
            )
        );

    // Realistic faults, each with separate tools, so that none hides another.
    [Fact]
    public void Should_find_the_same_for_any_order_of_evidence_and_runs() =>
        Gen.Select(World.Any, Gen.Int, Gen.Int)
            .Sample(
                (world, one, other) =>
                {
                    var first = world.Triage(one);
                    var second = world.Triage(other);

                    Assert.Equal(first.Findings.Select(Shown.Of), second.Findings.Select(Shown.Of));
                    Assert.Equal(
                        world.Expected.Order(StringComparer.Ordinal),
                        first
                            .Findings.Select(finding => $"{finding.Category} {finding.Tool}")
                            .Order(StringComparer.Ordinal)
                    );
                }
            );

    [Fact]
    public void Should_start_no_run_when_every_fault_is_known() =>
        Gen.Select(World.Any, Gen.Int)
            .Sample(
                (world, seed) =>
                {
                    var triage = world.Triage(seed, concludes: false);
                    var before = triage.State.LastRun;
                    triage.Run(world.Evidence, world.Show, seed);

                    Assert.Equal(before, triage.State.LastRun);
                    Assert.Equal(world.Expected.Count, triage.Findings.Count);
                }
            );

    [Fact]
    public void Should_be_slow_and_never_lost_when_the_reply_comes_before_the_decision() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3])
            .Sample(
                (endedBefore, how) =>
                {
                    var call = Given.Call("a");
                    var triage = SimulatedTriage.With();
                    triage.Feed(new TriageInput.Overdue(1, call));
                    for (var run = 1; run <= endedBefore; run++)
                    {
                        triage.Feed(new TriageInput.RunEnded(run, Show(triage.State.Running[run])));
                    }

                    triage.Feed(new TriageInput.AnsweredAfterAll(call, 14 * Given.Second));
                    triage.Drain(Show);

                    Assert.Equal(["reply-slow"], triage.Findings.Select(finding => finding.Category));
                    Assert.Equal([new Resolution(1, "a", "reply-slow", 1, ResendOthers: false)], triage.Resolved);

                    Observation Show(RunScript script) =>
                        script.Mode is RunMode.Control
                            ? Seen.Run(script)
                            : how switch
                            {
                                0 => Seen.Run(script).Unanswered(),
                                1 => Seen.Run(script).Unanswered(progressed: true),
                                2 => Seen.Run(script).Silent(),
                                _ => Seen.Run(script).Dead(1),
                            };
                }
            );

    private static Func<int, TriageInput> Input(TriageInput input) => _ => input;

    private static int? NumberOf(TriageInput input) =>
        input switch
        {
            TriageInput.Overdue overdue => overdue.Evidence,
            TriageInput.Died died => died.Evidence,
            TriageInput.Silent silent => silent.Evidence,
            _ => null,
        };

    /// <summary>Any evidence, and runs that show anything at all.</summary>
    private sealed record Chaos(
        IsolationSettings Settings,
        TimeSpan? Duration,
        IReadOnlyList<TriageInput> Inputs,
        bool IsCut,
        int Seed
    )
    {
        public static TimeSpan LongestRun => 20 * Given.Second;

        public SimulatedTriage Run()
        {
            var random = new Random(Seed);
            return SimulatedTriage
                .With(Settings, Duration)
                .Run([.. Inputs, new TriageInput.Conclude(IsCut)], script => Any(script, random), Seed);
        }

        private static Observation Any(RunScript script, Random random)
        {
            var run = Seen.Run(script);
            var took = LongestRun * random.NextDouble();
            return random.Next(9) switch
            {
                0 => run.NotOpened(),
                1 => run.Dead(random.Next(1, 3)),
                2 => run.Closed(),
                3 => run.Silent(),
                4 => run.Unanswered(random.Next(2) == 0),
                5 => run.With(Given.Noise("hello"), Given.InvalidRpc("a batch")),
                6 when script.Calls.Count > 0 => run.Replying(
                    Given.Internal(script.Calls[0].Tool, "x"),
                    Given.Slow(script.Calls[0].Tool, Given.CallTimeout)
                ),
                _ => run,
            } with
            {
                Took = took,
            };
        }
    }
}
