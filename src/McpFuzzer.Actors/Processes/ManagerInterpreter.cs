using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>Carries out what the <see cref="ManagerMachine" /> decides, in the manager's own context.</summary>
internal sealed class ManagerInterpreter(
    IActorContext context,
    IWithTimers owner,
    IProcessHost host,
    ProcessSettings settings,
    TimeProvider time,
    IReadOnlyDictionary<string, string> environment
)
{
    private readonly Dictionary<RunId, Child> _children = [];
    private readonly ILoggingAdapter _log = context.GetLogger();
    private readonly ManagerLog _notes = new(context.GetLogger());

    /// <summary>The watchdog of running processes.</summary>
    public IActorRef Watchdog { get; set; } = ActorRefs.Nobody;

    public void Perform(ManagerEffect effect)
    {
        switch (effect)
        {
            case ManagerEffect.Reply reply:
                Ref(reply.To).Tell(reply.Message);
                break;
            case ManagerEffect.ReplyFailure reply:
                Ref(reply.To).Tell(new Status.Failure(new InvalidOperationException(reply.Detail)));
                break;
            case ManagerEffect.Publish publish:
                Publish(publish);
                break;
            case ManagerEffect.Begin begin:
                Begin(begin);
                break;
            case ManagerEffect.Bind bind:
                Bind(bind);
                break;
            case ManagerEffect.Stop stop:
                Actor(stop.Run).Tell(new ProcessProtocol.Stop(stop.Cause, stop.Force, stop.Grace));
                break;
            case ManagerEffect.Forward forward:
                Actor(forward.Run).Tell(forward.Command, Ref(forward.From));
                break;
            case ManagerEffect.Attach attach:
                Actor(attach.Run).Tell(new AttachStdio(attach.Run.Key, attach.Incarnation), Ref(attach.From));
                break;
            case ManagerEffect.Release release:
                Actor(release.Run).Tell(ProcessProtocol.Release.Instance);
                break;
            case ManagerEffect.StopActor stop:
                context.Stop(Actor(stop.Run));
                break;
            case ManagerEffect.Reap reap:
                Reap(reap.Run);
                break;
            case ManagerEffect.Watch watch:
                Watchdog.Tell(
                    new WatchdogProtocol.Watch(
                        watch.Run.Key,
                        watch.Incarnation,
                        Actor(watch.Run),
                        watch.Timeout,
                        watch.AutoKill,
                        watch.For is { } sender ? Ref(sender) : null
                    )
                );
                break;
            case ManagerEffect.Unwatch unwatch:
                Watchdog.Tell(new WatchdogProtocol.Unwatch(unwatch.Key, unwatch.Incarnation));
                break;
            case ManagerEffect.CompleteStats complete:
                Watchdog.Tell(new WatchdogProtocol.CompleteStats(complete.Partial, Ref(complete.For)));
                break;
            case ManagerEffect.Gather gather:
                Gather(gather);
                break;
            case ManagerEffect.Arm arm:
                owner.Timers.StartSingleTimer(arm.Timer, new ProcessProtocol.Report(arm.Due), arm.After);
                break;
            case ManagerEffect.Disarm disarm:
                owner.Timers.Cancel(disarm.Timer);
                break;
            case ManagerEffect.Monitor monitor:
                context.Watch(Ref(monitor.Sender));
                break;
            case ManagerEffect.Unmonitor unmonitor:
                context.Unwatch(Ref(unmonitor.Sender));
                break;
            case ManagerEffect.Log log:
                _notes.Write(log.Note);
                break;
            case ManagerEffect.Unhandled unhandled:
                context.System.EventStream.Publish(
                    new UnhandledMessage(unhandled.Command, Ref(unhandled.From), context.Self)
                );
                break;
            default:
                throw new NotSupportedException($"No such effect: {effect.GetType().Name}");
        }
    }

    /// <summary>Makes what calls an activity callback, on threads of their own.</summary>
    public ActivityProbe? ProbeOf(ActivityCallback? callback) =>
        callback is null
            ? null
            : new ActivityProbe(
                callback,
                context.System.Dispatchers.Lookup(WatchdogSettings.CallbackDispatcherPath),
                time
            );

    /// <summary>Returns the fault of the activity callback of a process.</summary>
    public CallbackFault? CallbackFaultOf(RunId run) => _children.GetValueOrDefault(run)?.Probe?.Fault;

    /// <summary>Takes in that the actor of a process has ended.</summary>
    public void Forget(RunId run) => _children.Remove(run);

    private static IActorRef Ref(SenderId sender) => (IActorRef)sender.Reference;

    private IActorRef Actor(RunId run) => _children.GetValueOrDefault(run)?.Actor ?? ActorRefs.Nobody;

    private static void Publish(ManagerEffect.Publish publish)
    {
        foreach (var subscriber in publish.To)
        {
            Ref(subscriber).Tell(publish.Event);
        }
    }

    private void Begin(ManagerEffect.Begin begin)
    {
        var (run, what) = (begin.Run, begin.What);
        try
        {
            var assignment = AssignmentOf(what);
            var consumer = begin.Consumer is { } sender ? Ref(sender) : null;
            Add(
                run,
                context.ActorOf(ProcessActor.Props(assignment, time, consumer), NameOf(run)),
                assignment.Launch,
                assignment.Probe
            );
        }
        catch (Exception fault)
        {
            _log.Error(
                fault,
                "Making the actor of {ProcessKey} incarnation {Incarnation} failed",
                run.Key,
                what.Incarnation
            );
            var why = new CommandRejected(RejectReason.SpawnFailed, fault.Message, SpawnError.Other);
            context.Self.Tell(new ProcessProtocol.Report(new ManagerInput.NotStarted(run, why)));
        }
    }

    private Assignment AssignmentOf(RunEntry what)
    {
        var spec = what.Spec;
        var ladder = spec.StopLadder ?? settings.Ladder;
        return new Assignment(
            what.Id,
            what.Incarnation,
            spec,
            what.ShownCommand,
            ladder,
            host.Promises.Containment,
            SecretMask.Of(spec, environment),
            new Launch(host, spec, ladder.Verify),
            settings.SampleInterval,
            (ActivityProbe?)what.Lineage.Probe,
            what.Lineage.Restarts
        );
    }

    /// <summary>The key's last actor may still hand its last output to a consumer, under the plain name.</summary>
    private string NameOf(RunId run) =>
        context.Child($"p-{run.Key}").IsNobody() ? $"p-{run.Key}" : $"p-{run.Key}~{run.Number}";

    private void Bind(ManagerEffect.Bind bind)
    {
        var probe = (ActivityProbe?)bind.Probe;
        var assignment = new ExternalAssignment(bind.Run, bind.Registration, probe, settings.Ladder, host);
        Add(bind.Run, context.ActorOf(ExternalActor.Props(assignment, time), $"x-{bind.Run.Key}"), null, probe);
    }

    private void Add(RunId run, IActorRef actor, Launch? launch, ActivityProbe? probe)
    {
        context.WatchWith(actor, new ChildEnded(run));
        _children.Add(run, new Child(actor, launch, probe));
    }

    private void Reap(RunId run) =>
        _ = _children[run]
            .Launch!.ReapAsync()
            .PipeTo(
                context.Self,
                success: left => new ProcessProtocol.Report(new ManagerInput.Reaped(run, left, Fault: null)),
                failure: fault => new ProcessProtocol.Report(new ManagerInput.Reaped(run, [], fault.Message))
            );

    private void Gather(ManagerEffect.Gather gather)
    {
        var reachable = gather.Reachable.ToDictionary(run => run.Key);
        var known = gather.Known.Select(snapshot =>
            reachable.TryGetValue(snapshot.Key, out var run)
                ? snapshot with
                {
                    CallbackFault = CallbackFaultOf(run),
                }
                : snapshot
        );
        context.ActorOf(
            SnapshotGatherer.Props(
                reachable.ToDictionary(pair => pair.Key, pair => Actor(pair.Value)),
                [.. known],
                gather.Filter,
                Ref(gather.For)
            )
        );
    }

    /// <summary>The actor of a process has ended.</summary>
    internal sealed record ChildEnded(RunId Run) : INoSerializationVerificationNeeded;

    /// <summary>The actor of a process, from its creation to its end.</summary>
    private sealed record Child(IActorRef Actor, Launch? Launch, ActivityProbe? Probe);
}
