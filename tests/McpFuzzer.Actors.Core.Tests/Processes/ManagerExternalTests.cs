using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using static McpFuzzer.Actors.Core.Tests.Processes.ManagerRun;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Processes that another program has started.</summary>
public sealed class ManagerExternalTests
{
    private const string Failed = "its actor failed; the node's log has the reason";
    private const string LeftAlone = "; it is watched no more, and was not ended";

    private readonly ManagerRun _machine = new();

    [Fact]
    public void Should_be_bound_under_a_generated_key()
    {
        var registration = new RegisterExternal(99, "other");
        var probe = new object();

        _machine.Feed(new ManagerInput.ExternalWanted(registration, probe, Bob));

        var bind = Assert.IsType<ManagerEffect.Bind>(Assert.Single(_machine.Effects));
        Assert.Equal(new ManagerEffect.Bind(bind.Run, registration, probe), bind);
        Assert.Equal("external-99-1", bind.Run.Key.Value);
        Assert.Equal(KeyStage.Binding, _machine.State.StageOf(bind.Run.Key));
        Assert.Equal("external-98-2", _machine.Register(98).Key.Value);
    }

    [Fact]
    public void Should_make_a_key_that_was_never_used()
    {
        _machine.Start(key: new ProcessKey("external-99-1"));
        _machine.Live(key: new ProcessKey("external-99-2"));

        Assert.Equal("external-99-3", _machine.Register().Key.Value);
    }

    [Fact]
    public void Should_reject_a_process_that_is_invalid_managed_or_too_late()
    {
        Assert.Equal(new CommandRejected(RejectReason.InvalidSpec, "Registration: must not be null"), Want(null));
        _machine.Start();
        Assert.Equal(
            new CommandRejected(RejectReason.AlreadyExists, $"pid {Pid} is managed as target"),
            Want(new RegisterExternal(Pid))
        );
        _machine.Send(new ShutdownManager());
        Assert.Equal(
            new CommandRejected(RejectReason.ShuttingDown, "the node shuts down and watches nothing more"),
            Want(new RegisterExternal(99))
        );
    }

    [Fact]
    public void Should_be_watched_for_its_sender_when_it_is_bound()
    {
        var run = _machine.Register();
        Assert.Empty(_machine.Feed(new ManagerInput.ReRegister()).Effects);

        _machine.Feed(new ManagerInput.ExternalBound(run, new ExternalIdentity(99, 1)));

        var watch = new ManagerEffect.Watch(run, 1, Second, AutoKill: true, Alice);
        Assert.Equal(["Watch"], _machine.EffectNames);
        Assert.Contains(watch, _machine.Effects);
        Assert.Equal([new ManagerNote.ExternalBound(run.Key, 99, "other")], _machine.Logged);
        Assert.Equal(watch with { For = null }, Assert.Single(_machine.Feed(new ManagerInput.ReRegister()).Effects));
    }

    [Fact]
    public void Should_be_rejected_when_it_is_registered_already()
    {
        _machine.Bind();
        var again = _machine.Register(from: Bob);

        _machine.Feed(new ManagerInput.ExternalBound(again, new ExternalIdentity(99, 1)));

        Assert.Equal(["Reply CommandRejected to bob", "Unwatch", "Release"], _machine.EffectNames);
        Assert.Equal(
            new CommandRejected(RejectReason.AlreadyExists, "pid 99 is registered already, as external-99-1"),
            _machine.Reply<CommandRejected>()
        );
        Assert.Equal(KeyStage.Ended, _machine.State.StageOf(again.Key));
        Assert.Equal(KeyStage.External, _machine.State.StageOf(new ProcessKey("external-99-1")));
    }

    [Fact]
    public void Should_be_watched_when_it_has_the_pid_of_a_released_process()
    {
        _machine.Bind();
        var other = _machine.Register();

        _machine.Feed(new ManagerInput.ExternalBound(other, new ExternalIdentity(99, 2)));

        Assert.Equal(["Watch"], _machine.EffectNames);
    }

    [Fact]
    public void Should_reply_with_the_reason_when_it_could_not_be_bound()
    {
        var run = _machine.Register();
        var why = new CommandRejected(RejectReason.NotFound, "no such process");

        _machine.Feed(new ManagerInput.ExternalNotBound(run, why));

        Assert.Equal(new ManagerEffect.Reply(Alice, why), Assert.Single(_machine.Effects));
        Assert.Equal(KeyStage.Ended, _machine.State.StageOf(run.Key));
    }

    [Fact]
    public void Should_publish_its_events_and_end_its_watch_when_it_is_unkillable()
    {
        var run = _machine.Bind();

        _machine.Feed(new ManagerInput.ExternalHappened(run, Silent(run)));
        Assert.Equal(["Publish ProcessUnresponsive"], _machine.EffectNames);
        _machine.Feed(new ManagerInput.ExternalHappened(run, new ProcessUnkillable(run.Key, 1, [99])));

        Assert.Equal(["Unwatch", "Publish ProcessUnkillable"], _machine.EffectNames);
        Assert.Equal(KeyStage.External, _machine.State.StageOf(run.Key));
    }

    [Fact]
    public void Should_be_published_when_it_ends()
    {
        var run = _machine.Bind();

        _machine.Feed(new ManagerInput.ExternalEnded(run, Exited(run)));

        Assert.Equal(["Unwatch", "Publish ProcessExited"], _machine.EffectNames);
        Assert.Equal(KeyStage.Ended, _machine.State.StageOf(run.Key));
    }

    [Fact]
    public void Should_be_released_by_command_and_registered_again()
    {
        var run = _machine.Bind();
        _machine.Start();
        Assert.Empty(_machine.Feed(new ManagerInput.LetGo(Key)).Effects);
        Assert.Empty(_machine.Feed(new ManagerInput.LetGo(_machine.Register(98).Key)).Effects);

        _machine.Feed(new ManagerInput.LetGo(run.Key));

        Assert.Equal([new ManagerEffect.Unwatch(run.Key, 1), new ManagerEffect.Release(run)], _machine.Effects);
        _machine.Bind();
        Assert.Equal(["Watch"], _machine.EffectNames);
    }

    [Fact]
    public void Should_be_published_as_lost_and_left_alone_when_its_actor_fails()
    {
        var run = _machine.Bind();

        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));

        Assert.Equal(["Unwatch", "Publish ProcessLost"], _machine.EffectNames);
        var lost = new ProcessLost(run.Key, 1, Failed + LeftAlone);
        Assert.Equal(lost, Assert.Single(_machine.Effects.OfType<ManagerEffect.Publish>()).Event);
        Assert.Equal([new ManagerNote.ExternalLost(run.Key, Failed + LeftAlone)], _machine.Logged);
        Assert.Equal(1, _machine.State.Counts.Lost);
    }

    [Fact]
    public void Should_be_published_as_lost_when_its_actor_hangs()
    {
        var run = _machine.Bind();

        _machine.Feed(new ManagerInput.HeartbeatsMissed(run.Key, 1, CallbackFault: null));

        Assert.Equal(["StopActor", "Unwatch", "Publish ProcessLost"], _machine.EffectNames);
        Assert.Equal(new ManagerEffect.StopActor(run), _machine.Effects[0]);
    }

    [Fact]
    public void Should_reply_a_failure_when_its_actor_fails_before_it_is_bound()
    {
        var run = _machine.Register();

        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));

        Assert.Equal(new ManagerEffect.ReplyFailure(Alice, Failed + LeftAlone), _machine.Effects[^1]);
        Assert.Equal(0, _machine.State.Counts.Lost);
    }

    [Fact]
    public void Should_ignore_late_messages_of_a_released_process()
    {
        var run = _machine.Bind();
        _machine.Feed(new ManagerInput.LetGo(run.Key));
        var before = _machine.State;
        ManagerInput[] late =
        [
            new ManagerInput.ExternalBound(run, new ExternalIdentity(99, 1)),
            new ManagerInput.ExternalNotBound(run, new CommandRejected(RejectReason.NotFound, "")),
            new ManagerInput.ExternalHappened(run, Silent(run)),
            new ManagerInput.ExternalEnded(run, Exited(run)),
            new ManagerInput.ActorEnded(run, CallbackFault: null),
            new ManagerInput.LetGo(run.Key),
        ];

        Assert.All(late, input => Assert.Empty(_machine.Feed(input).Effects));
        Assert.Equal(before, _machine.State);
    }

    private CommandRejected Want(RegisterExternal? registration) =>
        _machine.Feed(new ManagerInput.ExternalWanted(registration, Probe: null, Bob)).Reply<CommandRejected>();

    private static ProcessUnresponsive Silent(RunId run) => new(run.Key, 1, Second, UnresponsiveLevel.Warning);

    private static ProcessExited Exited(RunId run) =>
        new(run.Key, 1, Zero, ExitCause.Exited, Second, OutputTail.Empty, OutputTail.Empty);
}
