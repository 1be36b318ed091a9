using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using static McpFuzzer.Actors.Core.Tests.Processes.ManagerRun;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>One input of each kind, for any start in any state.</summary>
internal static class ManagerInputs
{
    public const int KnownPid = 98;

    public static readonly SenderId Owner = new("owner");

    private static readonly CommandRejected No = new(RejectReason.SpawnFailed, "no", SpawnError.Other);

    private static readonly Dictionary<string, Func<Subject, ManagerInput>> Makers = new()
    {
        ["StartProcess"] = its => its.Send(new StartProcess(Restarted, its.Key)),
        ["StartWithProbe"] = its => new ManagerInput.StartWithProbe(
            new StartProcess(Spec, its.Key),
            new object(),
            its.Sender
        ),
        ["StopProcess"] = its => its.Send(new StopProcess(its.Key)),
        ["StopProcess, other"] = its => its.Send(new StopProcess(its.Key, Incarnation: 9)),
        ["StopAllProcesses"] = its => its.Send(new StopAllProcesses()),
        ["ShutdownManager"] = its => its.Send(new ShutdownManager()),
        ["SenderEnded"] = _ => new ManagerInput.SenderEnded(Owner),
        ["PhaseChanged"] = its => new ManagerInput.PhaseChanged(its.Run, ProcessPhase.Stopping),
        ["ProcessStarted"] = its =>
            its.Happens(new ProcessStarted(its.Key, its.Incarnation, Pid, Noon, ContainmentLevel.Session)),
        ["ProcessReady"] = its => its.Happens(new ProcessReady(its.Key, its.Incarnation, Second)),
        ["ProcessNotReady"] = its => its.Happens(new ProcessNotReady(its.Key, its.Incarnation, Second)),
        ["ProcessUnresponsive"] = its => its.Happens(its.Silent),
        ["ProcessExited"] = its => its.Happens(its.Exited),
        ["ProcessFailed"] = its => its.Happens(new ProcessFailed(its.Key, its.Incarnation, "")),
        ["NotStarted"] = its => new ManagerInput.NotStarted(its.Run, No),
        ["ProcessStopped"] = its => its.Ends(its.Stopped),
        ["Outlived"] = its => its.Ends(its.Outlived),
        ["Emptied"] = its => new ManagerInput.Emptied(its.Run),
        ["ActorEnded"] = its => new ManagerInput.ActorEnded(its.Run, CallbackFault: null),
        ["HeartbeatsMissed"] = its => new ManagerInput.HeartbeatsMissed(its.Key, its.Incarnation, CallbackFault: null),
        ["HeartbeatsMissed, other"] = its => new ManagerInput.HeartbeatsMissed(its.Key, 9, CallbackFault: null),
        ["Reaped"] = its => new ManagerInput.Reaped(its.Run, [7], Fault: null),
        ["RestartDue"] = its => new ManagerInput.RestartDue(its.Key, its.Timer),
        ["RestartDue, other"] = its => new ManagerInput.RestartDue(its.Key, its.Timer - 1),
        ["ExternalWanted"] = its => new ManagerInput.ExternalWanted(new RegisterExternal(90), Probe: null, its.Sender),
        ["ExternalBound"] = its => new ManagerInput.ExternalBound(its.Run, new ExternalIdentity(90, its.Run.Number)),
        ["ExternalBound, known"] = its => new ManagerInput.ExternalBound(its.Run, new ExternalIdentity(KnownPid, 1)),
        ["ExternalNotBound"] = its => new ManagerInput.ExternalNotBound(its.Run, No),
        ["ExternalUnresponsive"] = its => new ManagerInput.ExternalHappened(its.Run, its.Silent),
        ["ExternalUnkillable"] = its => new ManagerInput.ExternalHappened(its.Run, its.Outlived),
        ["ExternalEnded"] = its => new ManagerInput.ExternalEnded(its.Run, its.Exited),
        ["LetGo"] = its => new ManagerInput.LetGo(its.Key),
        ["WaitForExit"] = its => its.Send(new WaitForExit(its.Key)),
        ["WaitForExit, timeout"] = its => its.Send(new WaitForExit(its.Key, Second)),
        ["WaitForReady"] = its => its.Send(new WaitForReady(its.Key)),
        ["WaitForReady, timeout"] = its => its.Send(new WaitForReady(its.Key, Second)),
        ["ExitWaitElapsed"] = its => new ManagerInput.ExitWaitElapsed(its.Run, its.ExitWait, Second),
        ["ReadyWaitElapsed"] = its => new ManagerInput.ReadyWaitElapsed(its.Run, its.ReadyWait),
        ["GetProcess"] = its => its.Send(new GetProcess(its.Key)),
        ["FindByPid"] = its => its.Send(new FindByPid(Pid)),
        ["ListProcesses"] = its => its.Send(new ListProcesses()),
        ["GetManagerStats"] = its => its.Send(new GetManagerStats()),
        ["CleanupFinished"] = its => its.Send(new CleanupFinished()),
        ["SignalProcess"] = its => its.Send(new SignalProcess(its.Key, 10)),
        ["UpdateActivity"] = its => its.Send(new UpdateActivity(its.Key)),
        ["WatchProcesses"] = its => its.Send(new WatchProcesses(its.Key)),
        ["UnwatchProcesses"] = its => its.Send(new UnwatchProcesses()),
        ["Attach"] = its => new ManagerInput.Attach(its.Key, its.Incarnation, its.Sender),
        ["Attach, each"] = its => new ManagerInput.Attach(its.Key, Incarnation: null, its.Sender),
        ["ReRegister"] = _ => new ManagerInput.ReRegister(),
        ["RegistrationWanted"] = its => new ManagerInput.RegistrationWanted(its.Key, its.Sender),
    };

    private static readonly string[] Commands =
    [
        .. Makers.Keys.Where(name =>
            Makers[name](new Subject(new ManagerRun(), new RunId(ManagerRun.Key, 1), Bob))
                is ManagerInput.Command
                    or ManagerInput.StartWithProbe
                    or ManagerInput.Attach
                    or ManagerInput.ExternalWanted
                    or ManagerInput.RegistrationWanted
        ),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>The names of the commands that have exactly one reply.</summary>
    public static IReadOnlySet<string> WithReply { get; } =
        Commands.Except(["UpdateActivity", "UnwatchProcesses", "Attach, each"]).ToHashSet(StringComparer.Ordinal);

    public static ManagerInput Make(string name, ManagerRun machine, RunId run, SenderId sender) =>
        Makers[name](new Subject(machine, run, sender));

    /// <summary>What an input speaks of.</summary>
    private sealed record Subject(ManagerRun Machine, RunId Run, SenderId Sender)
    {
        public ProcessKey Key => Run.Key;

        public int Incarnation => Machine.State.PresentOf(Key) ?? 1;

        public long Timer => Machine.State.Keys.BackOff(Key)?.Timer ?? 1;

        public long ExitWait => NumberOf(Machine.State.Keys.Run(Run)?.ExitWaiters);

        public long ReadyWait => NumberOf(Machine.State.Keys.Run(Run)?.ReadyWaiters);

        public ProcessUnresponsive Silent => new(Key, Incarnation, Second, UnresponsiveLevel.Warning);

        public ProcessExited Exited =>
            new(Key, Incarnation, Zero, ExitCause.Exited, Second, OutputTail.Empty, OutputTail.Empty);

        public ProcessUnkillable Outlived => new(Key, Incarnation, [Pid]);

        public ProcessStopped Stopped =>
            new(Key, Incarnation, Zero, ExitCause.Exited, false, 0, OutputTail.Empty, OutputTail.Empty);

        public ManagerInput.Command Send(IManagerCommand command) => new(command, Sender);

        public ManagerInput.Happened Happens(IProcessEvent what) =>
            new(Run, what, what is ProcessExited ? ProcessPhase.Stopping : ProcessPhase.Running);

        public ManagerInput.Ended Ends(IStopReply outcome) =>
            new(Run, new EndedProcess(Ended(), outcome is ProcessStopped ? Exited : null, outcome));

        private ProcessSnapshot Ended() =>
            new()
            {
                Key = Key,
                Incarnation = Incarnation,
                Name = Spec.Name,
                Command = Spec.Command,
                Phase = ProcessPhase.Exited,
                StartedAt = Noon,
                Age = Second,
                Containment = ContainmentLevel.Session,
                Restarts = 0,
                StdoutTail = OutputTail.Empty,
                StderrTail = OutputTail.Empty,
            };

        private static long NumberOf(Waiters? waiters) => waiters?.All.LastOrDefault()?.Wait ?? 0;
    }
}
