using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Properties of every policy and every history of exits.</summary>
public sealed class RestartMachineProperties
{
    private static readonly Gen<TimeSpan> Backoffs = Gen.Long[1, TimeSpan.TicksPerHour].Select(TimeSpan.FromTicks);

    private static readonly Gen<TimeSpan> Times = Gen.Double[0.001, 120].Select(TimeSpan.FromSeconds);

    private static readonly Gen<RestartPolicy> Policies = Gen.Select(
        Backoffs,
        Backoffs,
        Gen.Double[0, 1],
        Gen.Int[1, 10],
        Times,
        Times,
        (one, other, factor, most, within, stable) =>
            new RestartPolicy
            {
                Mode = RestartMode.Always,
                MinBackoff = one < other ? one : other,
                MaxBackoff = one < other ? other : one,
                RandomFactor = factor,
                MaxRestarts = most,
                Within = within,
                StableAfter = stable,
            }
    );

    private static readonly Gen<RestartInput> Inputs = Gen.OneOf(
        Gen.Select(Times, Gen.Int[0, 2], Ended),
        Gen.Const<RestartInput>(new RestartInput.NotStarted("no") { StopAsked = false })
    );

    private static readonly Gen<(RestartPolicy Policy, (RestartInput Input, TimeSpan After)[] Ends, int Seed)> Lives =
        Gen.Select(Policies, Gen.Select(Inputs, Times).Array[1, 40], Gen.Int);

    [Fact]
    public void Should_keep_every_delay_between_its_back_off_and_that_minus_the_whole_jitter() =>
        Lives.Sample(life =>
        {
            foreach (var (decision, _) in Live(life.Policy, life.Ends, life.Seed))
            {
                if (decision is RestartDecision.Restart restart)
                {
                    var policy = life.Policy;
                    var backoff = Math.Min(
                        policy.MinBackoff.Ticks * Math.Pow(2, restart.Attempt - 1),
                        policy.MaxBackoff.Ticks
                    );
                    Assert.InRange(restart.Delay.Ticks, (long)(backoff * (1 - policy.RandomFactor)), (long)backoff);
                }
            }
        });

    [Fact]
    public void Should_never_shorten_the_delay_within_a_row_without_jitter() =>
        Lives.Sample(life =>
        {
            var before = TimeSpan.Zero;
            foreach (var (decision, _) in Live(life.Policy with { RandomFactor = 0 }, life.Ends, life.Seed))
            {
                if (decision is RestartDecision.Restart restart)
                {
                    Assert.True(restart.Attempt == 1 || restart.Delay >= before);
                    before = restart.Delay;
                }
            }
        });

    [Fact]
    public void Should_decide_the_same_when_the_seed_is_the_same() =>
        Lives.Sample(life =>
            Assert.Equal(Live(life.Policy, life.Ends, life.Seed), Live(life.Policy, life.Ends, life.Seed))
        );

    [Fact]
    public void Should_never_restart_more_often_within_the_window_than_allowed_while_no_run_is_stable() =>
        Lives.Sample(life =>
        {
            var policy = life.Policy with { StableAfter = TimeSpan.FromDays(365) };
            var restarts = Live(policy, life.Ends, life.Seed)
                .Where(decided => decided.Decision is RestartDecision.Restart)
                .Select(decided => decided.At)
                .ToList();
            Assert.All(
                restarts,
                end => Assert.True(restarts.Count(at => at <= end && end - at < policy.Within) <= policy.MaxRestarts)
            );
        });

    [Fact]
    public void Should_give_up_only_when_the_window_is_full() =>
        Lives.Sample(life =>
        {
            var policy = life.Policy with { StableAfter = TimeSpan.FromDays(365) };
            var decided = Live(policy, life.Ends, life.Seed);
            foreach (var (_, end) in decided.Where(decided => decided.Decision is RestartDecision.GiveUp))
            {
                var within = decided.Count(other =>
                    other.Decision is RestartDecision.Restart && other.At < end && end - other.At < policy.Within
                );
                Assert.Equal(policy.MaxRestarts, within);
            }
        });

    [Fact]
    public void Should_start_afresh_after_every_stable_run() =>
        Lives.Sample(life =>
        {
            var decided = Live(life.Policy, life.Ends, life.Seed);
            for (var i = 0; i < decided.Count; i++)
            {
                if (life.Ends[i].Input is RestartInput.Ended ended && ended.Ran >= life.Policy.StableAfter)
                {
                    Assert.Equal(1, Assert.IsType<RestartDecision.Restart>(decided[i].Decision).Attempt);
                }
            }
        });

    private static RestartInput Ended(TimeSpan ran, int code) =>
        new RestartInput.Ended(new ProcessExit.Code(code), ExitCause.Exited, ran) { StopAsked = false };

    private static List<(RestartDecision Decision, TimeSpan At)> Live(
        RestartPolicy policy,
        (RestartInput Input, TimeSpan After)[] ends,
        int seed
    )
    {
        var random = new Random(seed);
        var state = new RestartState { Policy = policy };
        var now = TimeSpan.Zero;
        List<(RestartDecision, TimeSpan)> decided = [];
        foreach (var (input, after) in ends)
        {
            now += after;
            var step = RestartMachine.Step(state, input, now, random.NextDouble());
            state = step.State;
            decided.Add((step.Decision, now));
        }

        return decided;
    }
}
