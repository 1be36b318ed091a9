using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Core.Processes;
using static McpFuzzer.Actors.Core.Tests.Processes.ManagerRun;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Waits for an exit and for readiness.</summary>
public sealed class ManagerWaitTests
{
    private static readonly TimeSpan TooLong = ProcessBounds.Time.Max + TimeSpan.FromTicks(1);

    private readonly ManagerRun _machine = new();

    public static TheoryData<TimeSpan> OutOfRange => [TimeSpan.FromTicks(-1), TooLong];

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Should_reject_a_timeout_out_of_range(TimeSpan timeout)
    {
        _machine.Start();
        foreach (var wait in (IManagerCommand[])[new WaitForExit(Key, timeout), new WaitForReady(Key, timeout)])
        {
            _machine.Send(wait);

            Assert.Equal(
                new CommandRejected(
                    RejectReason.InvalidSpec,
                    $"Timeout = {Durations.Show(timeout)}: must be a duration from 0s to 365d"
                ),
                _machine.Reply<CommandRejected>()
            );
        }
    }

    [Fact]
    public void Should_arm_a_timer_for_the_longest_timeout()
    {
        var run = _machine.Start();

        _machine.Send(new WaitForExit(Key, ProcessBounds.Time.Max), Bob);

        var arm = Assert.IsType<ManagerEffect.Arm>(Assert.Single(_machine.Effects));
        Assert.Equal(ProcessBounds.Time.Max, arm.After);
        Assert.Equal(new ManagerInput.ExitWaitElapsed(run, arm.Timer, arm.After), arm.Due);
    }

    [Fact]
    public void Should_reply_at_once_when_it_has_exited()
    {
        var run = _machine.Start();
        _machine.Exit(run);

        _machine.Send(new WaitForExit(Key, TimeSpan.Zero), Bob);
        Assert.Equal(_machine.Exited(run), _machine.Reply<ProcessExited>());
        _machine.Send(new WaitForReady(Key), Bob);
        Assert.Equal(new ProcessNotReady(Key, 1, Second), _machine.Reply<ProcessNotReady>());
        _machine.Stop(run);
        _machine.Send(new WaitForExit(Key), Bob);

        Assert.Equal(1, _machine.Reply<ProcessExited>().Incarnation);
    }

    [Fact]
    public void Should_reply_at_once_when_the_timeout_is_zero()
    {
        var run = _machine.Start();
        _machine.Now += Second;

        _machine.Send(new WaitForExit(Key, TimeSpan.Zero), Bob);
        Assert.Equal(new WaitTimedOut(Key, TimeSpan.Zero), _machine.Reply<WaitTimedOut>());
        _machine.Send(new WaitForReady(Key, TimeSpan.Zero), Bob);
        Assert.Equal(new ProcessNotReady(Key, 1, Second), _machine.Reply<ProcessNotReady>());
        _machine.Happen(run, new ProcessReady(Key, 1, Second));
        _machine.Send(new WaitForReady(Key, TimeSpan.Zero), Bob);

        Assert.Equal(new ProcessReady(Key, 1, Second), _machine.Reply<ProcessReady>());
    }

    [Fact]
    public void Should_time_out_once()
    {
        var run = _machine.Start();
        _machine.Send(new WaitForExit(Key, Second), Bob);
        var due = Assert.Single(_machine.Effects.OfType<ManagerEffect.Arm>()).Due;
        _machine.Send(new WaitForReady(Key, Second), Carol);
        var readyDue = Assert.Single(_machine.Effects.OfType<ManagerEffect.Arm>()).Due;
        _machine.Now += Second;

        _machine.Feed(due);
        Assert.Equal(new ManagerEffect.Reply(Bob, new WaitTimedOut(Key, Second)), Assert.Single(_machine.Effects));
        _machine.Feed(readyDue);
        Assert.Equal(
            new ManagerEffect.Reply(Carol, new ProcessNotReady(Key, 1, Second)),
            Assert.Single(_machine.Effects)
        );
        _machine.Feed(due);
        Assert.Empty(_machine.Effects);
        _machine.Feed(readyDue);
        Assert.Empty(_machine.Effects);
        _machine.Exit(run);

        Assert.Equal(["Publish ProcessExited", "Unwatch"], _machine.EffectNames);
    }

    [Fact]
    public void Should_ignore_a_timeout_of_an_earlier_incarnation()
    {
        var run = _machine.Start();
        _machine.Send(new WaitForExit(Key, Second), Bob);
        var due = Assert.Single(_machine.Effects.OfType<ManagerEffect.Arm>()).Due;
        _machine.Exit(run).Stop(run);
        _machine.Start();
        var before = _machine.State;

        _machine.Feed(due);

        Assert.Empty(_machine.Effects);
        Assert.Equal(before, _machine.State);
    }

    [Fact]
    public void Should_let_a_sender_wait_for_a_start_that_is_under_way()
    {
        var run = _machine.Begin();

        _machine.Send(new WaitForReady(Key), Bob);
        Assert.Empty(_machine.Effects);
        _machine.Started(run).Happen(run, new ProcessReady(Key, 1, Second));

        Assert.Contains("Reply ProcessReady to bob", _machine.EffectNames);
    }

    [Fact]
    public void Should_let_a_sender_without_a_timeout_wait_no_longer_than_the_spec_allows()
    {
        var run = _machine.Start();
        _machine.Happen(run, new ProcessNotReady(Key, 1, Second));

        _machine.Send(new WaitForReady(Key), Bob);
        Assert.Equal(["Reply ProcessNotReady to bob"], _machine.EffectNames);
        _machine.Send(new WaitForReady(Key, Second), Bob);

        Assert.Equal(["Arm"], _machine.EffectNames);
    }

    [Fact]
    public void Should_reply_not_ready_for_an_ended_incarnation()
    {
        _machine.Send(new WaitForReady(Key), Bob);
        Assert.Equal(RejectReason.NotFound, _machine.Reply<CommandRejected>().Reason);
        var run = _machine.Start(Restarted);
        _machine.Exit(run, code: 1).Stop(run, code: 1);

        _machine.Send(new WaitForReady(Key), Bob);
        Assert.Equal(new ProcessNotReady(Key, 1, Second), _machine.Reply<ProcessNotReady>());
        _machine.Send(new WaitForExit(Key), Bob);

        Assert.Equal(1, _machine.Reply<ProcessExited>().Incarnation);
    }

    [Fact]
    public void Should_reply_lost_when_its_exit_is_unknown()
    {
        var run = _machine.Start();
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));
        _machine.Send(new WaitForReady(Key), Carol);
        Assert.Equal(["Reply ProcessNotReady to carol"], _machine.EffectNames);
        _machine.Send(new WaitForExit(Key), Carol);
        Assert.Empty(_machine.EffectNames);
        _machine.Feed(new ManagerInput.Reaped(run, [], Fault: null));
        Assert.Contains("Reply ProcessLost to carol", _machine.EffectNames);

        _machine.Send(new WaitForExit(Key), Bob);

        Assert.Equal(["Reply ProcessLost to bob"], _machine.EffectNames);
    }

    [Fact]
    public void Should_not_report_a_lost_process_as_ready()
    {
        var run = _machine.Start();
        _machine.Happen(run, new ProcessReady(Key, 1, Second));
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));

        _machine.Send(new WaitForReady(Key, Second), Bob);

        Assert.Equal(["Reply ProcessNotReady to bob"], _machine.EffectNames);
    }
}
