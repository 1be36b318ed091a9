using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using static McpFuzzer.Actors.Core.Tests.Processes.ManagerRun;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Processes that a sender owns, and the end of that sender.</summary>
public sealed class ManagerOwnerTests
{
    private static readonly ManagerEffect.Monitor MonitorOwner = new(Bob);

    private readonly ManagerRun _machine = new();

    [Fact]
    public void Should_monitor_the_owner_when_a_process_is_started_for_it()
    {
        Begin();

        Assert.Contains(MonitorOwner, _machine.Effects);
    }

    [Fact]
    public void Should_monitor_no_sender_when_a_process_has_no_owner()
    {
        _machine.Begin();

        Assert.DoesNotContain(_machine.Effects, effect => effect is ManagerEffect.Monitor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_stop_the_process_by_its_ladder_when_its_owner_ends(bool hasStarted)
    {
        var run = Begin();
        if (hasStarted)
        {
            _machine.Started(run);
        }

        _machine.Feed(new ManagerInput.SenderEnded(Bob));

        Assert.Contains(new ManagerEffect.Stop(run, ExitCause.Requested, Force: false, Grace: null), _machine.Effects);
        Assert.Equal([new ManagerNote.OwnerEnded(Key, Bob)], _machine.Logged);
    }

    [Fact]
    public void Should_not_restart_the_process_when_its_owner_has_ended()
    {
        var run = Begin(Restarted);
        _machine.Started(run).Feed(new ManagerInput.SenderEnded(Bob));

        _machine.Exit(run, code: 1, ExitCause.Requested).Stop(run, code: 1, ExitCause.Requested);

        Assert.Equal(KeyStage.Ended, _machine.State.StageOf(Key));
    }

    [Fact]
    public void Should_cancel_the_restart_when_its_owner_ends_during_the_back_off()
    {
        var run = Begin(Restarted);
        _machine.Started(run).Exit(run, code: 1).Stop(run, code: 1);
        Assert.Equal(KeyStage.BackingOff, _machine.State.StageOf(Key));

        _machine.Feed(new ManagerInput.SenderEnded(Bob));

        Assert.Equal(["Disarm"], _machine.EffectNames);
        Assert.Equal(KeyStage.Ended, _machine.State.StageOf(Key));
    }

    [Fact]
    public void Should_own_the_next_incarnation_when_a_process_is_restarted()
    {
        var run = Begin(Restarted);
        _machine.Started(run).Exit(run, code: 1).Stop(run, code: 1);
        _machine.Feed(new ManagerInput.RestartDue(Key, _machine.State.Keys.BackOff(Key)!.Timer));
        var next = _machine.LastBegun();
        _machine.Started(next).Feed(new ManagerInput.SenderEnded(Bob));

        Assert.Equal(next, Assert.Single(_machine.Effects.OfType<ManagerEffect.Stop>()).Run);
    }

    [Fact]
    public void Should_leave_the_processes_of_others_alone_when_an_owner_ends()
    {
        _machine.Started(Begin());
        _machine.Start(key: new ProcessKey("free"), pid: Pid + 1);

        _machine.Feed(new ManagerInput.SenderEnded(Carol));

        Assert.Empty(_machine.Effects);
    }

    [Fact]
    public void Should_leave_a_process_alone_when_it_is_unkillable_already()
    {
        var run = Begin();
        _machine.Started(run).Outlive(run);

        _machine.Feed(new ManagerInput.SenderEnded(Bob));

        Assert.DoesNotContain(_machine.Effects, effect => effect is ManagerEffect.Stop);
    }

    [Fact]
    public void Should_still_monitor_the_owner_when_it_subscribes_no_longer()
    {
        Begin();
        _machine.Send(new WatchProcesses(Key), Bob);

        _machine.Send(new UnwatchProcesses(), Bob);

        Assert.Empty(_machine.Effects);
    }

    private RunId Begin(ProcessSpec? spec = null)
    {
        _machine.Feed(new ManagerInput.Command(new StartProcess(spec ?? Spec, Key), Alice, Owner: Bob));
        return _machine.LastBegun();
    }
}
