using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>
/// What surrounds a manager machine, in a few lines: senders, the actors of processes, timers and the host. It checks
/// each step against the promises that hold in any sequence.
/// </summary>
internal sealed class ManagerWorld
{
    private static readonly ProcessKey[] Keys = [new("a"), new("b"), new("c")];

    private readonly ManagerRun _machine = new(history: 4);
    private readonly Dictionary<RunId, Child> _children = [];
    private readonly List<RunId> _past = [];
    private readonly Dictionary<long, ManagerInput> _timers = [];
    private readonly Dictionary<SenderId, int> _replies = [];
    private readonly List<RunId> _reaping = [];
    private int _started;
    private int _stopped;
    private int _lost;
    private long _senders;

    /// <summary>How far the actor of a process has come.</summary>
    private enum Child
    {
        Starting,
        Running,
        Exited,
        Unkillable,
        Binding,
        Bound,
    }

    public void Take(int step, int choice)
    {
        switch (step)
        {
            case < 12:
                Ask(CommandOf(step, Keys[choice % Keys.Length], choice));
                break;
            case 12:
                Feed(new ManagerInput.ExternalWanted(new RegisterExternal(90 + (choice % 2)), null, Sender()));
                break;
            case 13:
                Feed(new ManagerInput.RegistrationWanted(Keys[choice % Keys.Length], Sender()));
                break;
            case 14 when _timers.Count > 0:
                Fire(_timers.Keys.Order().ElementAt(choice % _timers.Count));
                break;
            case 15 when _past.Count > 0:
                FeedLate(_past[choice % _past.Count], choice);
                break;
            case 16 when _reaping.Count > 0:
                Reap(_reaping[choice % _reaping.Count], choice % 2 == 0);
                break;
            case 17:
                Feed(new ManagerInput.LetGo(_machine.State.Keys.Externals.FirstOrDefault()?.Key ?? Keys[0]));
                break;
            case > 17 when _children.Count > 0:
                Live(_children.Keys.OrderBy(run => run.Number).ElementAt(choice % _children.Count), choice);
                break;
            default:
                break;
        }
    }

    /// <summary>Lets everything come to its end, and checks that each command has had its one reply.</summary>
    public void ComeToRest()
    {
        Ask(new ShutdownManager());
        while (_children.Count + _reaping.Count + _timers.Count > 0)
        {
            foreach (var run in _children.Keys.ToList())
            {
                Live(run, choice: 0);
            }

            foreach (var run in _reaping.ToList())
            {
                Reap(run, isEmpty: true);
            }

            foreach (var timer in _timers.Keys.ToList().Where(_timers.ContainsKey))
            {
                Fire(timer);
            }
        }

        Assert.All(_replies, sender => Assert.True(sender.Value == 1, $"{sender.Key} had {sender.Value} replies"));
        Assert.Equal(0, _machine.State.Keys.Count);
        Assert.Empty(_machine.State.Batches);
    }

    private static IManagerCommand CommandOf(int step, ProcessKey key, int choice) =>
        step switch
        {
            0 or 1 => new StartProcess(choice % 2 == 0 ? ManagerRun.Spec : ManagerRun.Restarted, key),
            2 => new StopProcess(key, Force: choice % 2 == 0),
            3 => new StopProcess(key, Incarnation: 1),
            4 => new StopAllProcesses(),
            5 => new WaitForExit(key, choice % 2 == 0 ? null : ManagerRun.Second),
            6 => new WaitForReady(key, choice % 2 == 0 ? null : ManagerRun.Second),
            7 => new GetProcess(key),
            8 => new SignalProcess(key, 10),
            9 => new ListProcesses(),
            10 => new GetManagerStats(),
            _ => new CleanupFinished(),
        };

    private void Ask(IManagerCommand command) => Feed(new ManagerInput.Command(command, Sender()));

    private SenderId Sender()
    {
        var sender = new SenderId(++_senders);
        _replies.Add(sender, 0);
        return sender;
    }

    private void Fire(long timer)
    {
        _timers.Remove(timer, out var due);
        Feed(due!);
    }

    private void Reap(RunId run, bool isEmpty)
    {
        _reaping.Remove(run);
        _past.Add(run);
        // The end of an unkillable set is published already.
        _lost += _machine.State.Keys.Run(run) is { Unkillable: null } ? 1 : 0;
        Feed(new ManagerInput.Reaped(run, isEmpty ? [] : [7], Fault: null));
    }

    /// <summary>The next thing that happens to a process; the choice 0 brings it nearer to its end.</summary>
    private void Live(RunId run, int choice)
    {
        if (choice % 13 == 12)
        {
            Fail(run);
            return;
        }

        switch (_children[run])
        {
            case Child.Starting when choice % 3 == 1:
                End(run);
                Feed(new ManagerInput.NotStarted(run, new CommandRejected(RejectReason.SpawnFailed, "no")));
                break;
            case Child.Starting:
                _children[run] = Child.Running;
                _started++;
                _machine.Started(run, (int)run.Number);
                Check();
                break;
            case Child.Running when choice % 3 == 1:
                _machine.Happen(run, new ProcessReady(run.Key, 1, ManagerRun.Second));
                Check();
                break;
            case Child.Running when choice % 3 == 2:
                _machine.Happen(run, new ProcessNotReady(run.Key, 1, ManagerRun.Second));
                Check();
                break;
            case Child.Running:
                _children[run] = Child.Exited;
                _machine.Exit(run, choice % 2);
                Check();
                break;
            case Child.Exited when choice % 5 == 4:
                _children[run] = Child.Unkillable;
                _machine.Outlive(run);
                Check();
                break;
            case Child.Exited:
                End(run);
                _stopped++;
                _machine.Stop(run, choice % 2);
                Check();
                break;
            case Child.Unkillable:
                End(run);
                Feed(new ManagerInput.Emptied(run));
                break;
            case Child.Binding:
                _children[run] = Child.Bound;
                Feed(new ManagerInput.ExternalBound(run, new ExternalIdentity(90 + (choice % 2), 1)));
                break;
            default:
                End(run);
                Feed(new ManagerInput.ExternalEnded(run, Exited(run)));
                break;
        }
    }

    private void Fail(RunId run)
    {
        var isExternal = _children[run] is Child.Binding or Child.Bound;
        _lost += _children[run] == Child.Bound ? 1 : 0;
        _children.Remove(run);
        if (isExternal)
        {
            _past.Add(run);
        }

        Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));
    }

    private void End(RunId run)
    {
        _children.Remove(run);
        _past.Add(run);
    }

    /// <summary>An actor or the host speaks of a start that is over.</summary>
    private void FeedLate(RunId run, int choice)
    {
        ManagerInput[] late =
        [
            new ManagerInput.PhaseChanged(run, ProcessPhase.Running),
            new ManagerInput.Happened(run, Exited(run), ProcessPhase.Stopping),
            new ManagerInput.NotStarted(run, new CommandRejected(RejectReason.SpawnFailed, "no")),
            new ManagerInput.Emptied(run),
            new ManagerInput.ActorEnded(run, CallbackFault: null),
            new ManagerInput.Reaped(run, [], Fault: null),
            new ManagerInput.ExternalBound(run, new ExternalIdentity(90, 1)),
            new ManagerInput.ExternalEnded(run, Exited(run)),
            new ManagerInput.ExitWaitElapsed(run, 1, ManagerRun.Second),
        ];
        var before = _machine.State;

        _machine.Feed(late[choice % late.Length]);

        Assert.Same(before, _machine.State);
        Assert.Empty(_machine.Effects);
    }

    private void Feed(ManagerInput input)
    {
        _machine.Feed(input);
        Check();
    }

    private void Check()
    {
        foreach (var effect in _machine.Effects)
        {
            switch (effect)
            {
                case ManagerEffect.Begin begin:
                    Assert.DoesNotContain(_children.Keys.Concat(_reaping), run => run.Key == begin.Run.Key);
                    _children.Add(begin.Run, Child.Starting);
                    break;
                case ManagerEffect.Bind bind:
                    Assert.DoesNotContain(_children.Keys.Concat(_reaping), run => run.Key == bind.Run.Key);
                    _children.Add(bind.Run, Child.Binding);
                    break;
                case ManagerEffect.Stop stop:
                    Assert.Contains(stop.Run, _children.Keys);
                    break;
                case ManagerEffect.Release release when _children.ContainsKey(release.Run):
                    End(release.Run);
                    break;
                case ManagerEffect.Reap reap:
                    _reaping.Add(reap.Run);
                    break;
                case ManagerEffect.Arm arm:
                    _timers.Add(arm.Timer, arm.Due);
                    break;
                case ManagerEffect.Disarm disarm:
                    _timers.Remove(disarm.Timer);
                    break;
                default:
                    break;
            }

            if (RepliedTo(effect) is { } sender)
            {
                _replies[sender]++;
                Assert.True(_replies[sender] == 1, $"{sender} had a second reply: {effect}");
            }
        }

        var counts = _machine.State.Counts;
        Assert.Equal((_started, _stopped, _lost), (counts.Started, counts.Stopped, counts.Lost));
        Assert.Equal(
            _children.Count + _reaping.Count,
            _machine.State.Keys.Count - _machine.State.Keys.BackOffs.Count()
        );
    }

    public static SenderId? RepliedTo(ManagerEffect effect) =>
        effect switch
        {
            ManagerEffect.Reply reply => reply.To,
            ManagerEffect.ReplyFailure reply => reply.To,
            ManagerEffect.Forward forward => forward.From,
            ManagerEffect.Attach { Incarnation: not null } attach => attach.From,
            ManagerEffect.CompleteStats complete => complete.For,
            ManagerEffect.Gather gather => gather.For,
            ManagerEffect.Watch watch => watch.For,
            _ => null,
        };

    private static ProcessExited Exited(RunId run) =>
        new(run.Key, 1, ManagerRun.Zero, ExitCause.Exited, ManagerRun.Second, OutputTail.Empty, OutputTail.Empty);
}
