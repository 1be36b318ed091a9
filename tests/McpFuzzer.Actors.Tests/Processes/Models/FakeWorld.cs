using Akka.Actor;
using Akka.TestKit;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Tests.Time;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>
/// A manager on a fake host in virtual time, where a step has had all its effects when it returns: actors run on the
/// thread that sends to them. So a sequence that fails, fails again.
/// </summary>
internal sealed class FakeWorld
{
    private readonly FakeHost _host = new() { IsSynchronous = true };
    private readonly ActorSystem _system;
    private readonly TestScheduler _scheduler;
    private readonly IActorRef _manager;
    private readonly ManagerModel _model = new();
    private readonly Dictionary<int, FakeHandle> _handles = [];
    private readonly Queue<FakeStart> _held = [];
    private readonly PhaseWatch _phaseWatch = new();
    private readonly RecordingSender _phases;
    private int _looked;

    public FakeWorld(ActorSystem system, ProcessSettings settings)
    {
        _system = system;
        _scheduler = (TestScheduler)system.Scheduler;
        _phases = new RecordingSender(system, number: 0);
        var time = new SchedulerTime(_scheduler);
        _manager = system.ActorOf(ManagerActor.Props(_host, settings, time, new Dictionary<string, string>(), seed: 1));
        // Actors at the top are started by their guardian, on another thread.
        Assert.True(SpinWait.SpinUntil(() => ((RepointableActorRef)_manager).IsStarted, TimeSpan.FromSeconds(20)));
        Ledger = new Ledger(system, _manager);
    }

    public Ledger Ledger { get; }

    public void Run(IEnumerable<ModelStep> steps)
    {
        foreach (var step in steps)
        {
            Take(step);
            Look();
        }

        ComeToRest();
        Ledger.AssertEverythingWasReceived();
        Assert.All(_handles.Values, handle => Assert.Equal(1, handle.Disposals));
        _system.Stop(_manager);
    }

    private void Take(ModelStep step)
    {
        switch (step)
        {
            case ModelStep.Ask ask:
                Ask(ask.Command);
                break;
            case ModelStep.HoldStarts hold:
                _host.HoldStarts = hold.Hold;
                break;
            case ModelStep.AnswerStart answer:
                AnswerStart(answer.Succeeds);
                break;
            case ModelStep.Exit exit when Alive(exit.Key) is { } handle && handle.Members.Contains(handle.Pid):
                handle.Exit(new ProcessExit.Code(exit.Code), exit.LeavesOne ? [handle.Pid + 100_000] : []);
                break;
            case ModelStep.MembersEnd end when Alive(end.Key) is { } handle && !handle.Members.Contains(handle.Pid):
                handle.Members = [];
                break;
            case ModelStep.Killable killable when Alive(killable.Key) is { } handle:
                handle.Killable = killable.Is;
                break;
            case ModelStep.ShowSign sign when Alive(sign.Key) is { Spec.ReadyWhen: not null } handle:
                handle.ShowSign();
                break;
            case ModelStep.Fault fault when Alive(fault.Key) is { } handle:
                handle.Fault = new Ledger.FaultOfOurs();
                break;
            case ModelStep.Pass pass:
                _scheduler.Advance(pass.Time);
                break;
            default:
                break;
        }
    }

    private void Ask(IManagerCommand command)
    {
        var right = _model.ReplyNow(command);
        // Of one that was sent before, the first reply is the right one.
        var isNew = command is not IWithRequestId { RequestId: not null };
        var sender = Ledger.Ask(command);
        if (isNew && right is not null)
        {
            right(Assert.Single(sender.Received));
        }

        if (command is not IWithRequestId { RequestId: not null } || sender.Received is not [CommandRejected])
        {
            _model.Sent(command);
        }
    }

    private void AnswerStart(bool succeeds)
    {
        if (!_held.TryDequeue(out var start))
        {
            return;
        }

        var key = new ProcessKey(start.Spec.Name);
        if (succeeds)
        {
            start.Succeed();
        }
        else if (start.Cancellation.IsCancellationRequested)
        {
            start.Cancel();
        }
        else
        {
            start.Fail(SpawnError.NoResources, "no resources");
        }

        _model.Learn(Ledger.Events);
        if (!succeeds)
        {
            _model.StartHasFailed(key);
        }
    }

    /// <summary>Takes in what has come of a step, and holds it against the promises.</summary>
    private void Look()
    {
        while (_host.TryTake(out var handle))
        {
            _handles.Add(handle.Pid, handle);
        }

        while (_host.TryTakeHeld(out var start))
        {
            _held.Enqueue(start);
            _model.Learn(Ledger.Events);
            _model.StartIsHeld(new ProcessKey(start.Spec.Name));
        }

        var events = Ledger.Events;
        _model.Learn(events);
        foreach (var stopped in events.Skip(_looked).OfType<ProcessStopped>())
        {
            Assert.Empty(HandleOf(stopped).Members);
        }

        _looked = events.Count;
        foreach (var key in ModelSteps.Keys)
        {
            _manager.Tell(new GetProcess(key), _phases);
        }

        foreach (var snapshot in _phases.Take().OfType<ProcessSnapshot>())
        {
            _phaseWatch.See(snapshot);
        }
    }

    /// <summary>Everything ends, at last.</summary>
    private void ComeToRest()
    {
        _host.HoldStarts = false;
        while (_held.Count > 0)
        {
            AnswerStart(succeeds: true);
            Look();
        }

        foreach (var handle in _handles.Values)
        {
            handle.Killable = true;
        }

        Ask(new ShutdownManager());
        for (var second = 0; second < 20 && !Ledger.IsAnswered; second++)
        {
            _scheduler.Advance(TimeSpan.FromSeconds(1));
            Look();
        }

        foreach (var handle in _handles.Values)
        {
            handle.Members = [];
        }

        for (var second = 0; second < 80; second++)
        {
            _scheduler.Advance(TimeSpan.FromSeconds(1));
        }

        Look();
    }

    private FakeHandle? Alive(ProcessKey key) =>
        _model.StateOf(key) is KeyState.Alive or KeyState.Unkillable
            ? HandleOf(Ledger.Events.Last(what => what.Key == key))
            : null;

    private FakeHandle HandleOf(IProcessEvent what) =>
        _handles[
            Ledger
                .Events.OfType<ProcessStarted>()
                .Single(started => started.Key == what.Key && started.Incarnation == what.Incarnation)
                .Pid
        ];
}
