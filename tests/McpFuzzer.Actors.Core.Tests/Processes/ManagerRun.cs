using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Feeds a manager machine one input after another, and keeps the effects of the last.</summary>
internal sealed class ManagerRun(int history = 10)
{
    public const int Pid = 4711;

    public static readonly ProcessKey Key = new("target");
    public static readonly SenderId Alice = new("alice");
    public static readonly SenderId Bob = new("bob");
    public static readonly SenderId Carol = new("carol");
    public static readonly ProcessExit Zero = new ProcessExit.Code(0);
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static readonly ProcessSpec Spec = new()
    {
        Command = ["serve", "--token", "s3cr3t"],
        Name = "server",
        Timeout = TimeSpan.FromSeconds(9),
        AutoKill = false,
    };

    public static readonly ProcessSpec Restarted = Spec with
    {
        Restart = new RestartPolicy
        {
            Mode = RestartMode.Always,
            MinBackoff = Second,
            RandomFactor = 0,
            MaxRestarts = 2,
        },
    };

    public ManagerState State { get; private set; } =
        new()
        {
            History = new ExitHistory(history),
            Containment = ContainmentLevel.Session,
            Seed = 1,
        };

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What the last input led to.</summary>
    public IReadOnlyList<ManagerEffect> Effects { get; private set; } = [];

    /// <summary>The last input's effects in short, those on the log left out.</summary>
    public IEnumerable<string> EffectNames =>
        Effects
            .Where(effect => effect is not ManagerEffect.Log)
            .Select(effect =>
                effect switch
                {
                    ManagerEffect.Reply reply => $"Reply {reply.Message.GetType().Name} to {reply.To.Reference}",
                    ManagerEffect.Publish publish => $"Publish {publish.Event.GetType().Name}",
                    _ => effect.GetType().Name,
                }
            );

    /// <summary>What the last input wrote to the log.</summary>
    public IEnumerable<ManagerNote> Logged => Effects.OfType<ManagerEffect.Log>().Select(log => log.Note);

    public ManagerRun Feed(ManagerInput input)
    {
        var step = ManagerMachine.Step(State, input, new Moment(Now, Noon + Now));
        (State, Effects) = (step.State, step.Effects);
        return this;
    }

    public ManagerRun Send(IManagerCommand command, SenderId? from = null) =>
        Feed(new ManagerInput.Command(command, from ?? Alice));

    /// <summary>The only reply that the last input led to.</summary>
    public T Reply<T>()
    {
        var reply = Assert.Single(Effects.OfType<ManagerEffect.Reply>());
        return Assert.IsType<T>(reply.Message);
    }

    public RunId Begin(ProcessSpec? spec = null, ProcessKey? key = null, SenderId? from = null)
    {
        Send(new StartProcess(spec ?? Spec, key ?? Key), from);
        return LastBegun();
    }

    public RunId LastBegun() => Assert.Single(Effects.OfType<ManagerEffect.Begin>()).Run;

    public RunId Start(ProcessSpec? spec = null, ProcessKey? key = null, int pid = Pid)
    {
        var run = Begin(spec, key);
        Started(run, pid);
        return run;
    }

    public ManagerRun Started(RunId run, int pid = Pid) =>
        Happen(run, new ProcessStarted(run.Key, IncarnationOf(run), pid, Noon, ContainmentLevel.Session));

    public ManagerRun Happen(RunId run, IProcessEvent what) =>
        Feed(
            new ManagerInput.Happened(run, what, what is ProcessExited ? ProcessPhase.Stopping : ProcessPhase.Running)
        );

    public ManagerRun Exit(RunId run, int code = 0, ExitCause cause = ExitCause.Exited) =>
        Happen(run, Exited(run, code, cause));

    public ManagerRun Stop(RunId run, int code = 0, ExitCause cause = ExitCause.Exited)
    {
        var exited = State.Keys.Run(run)!.Exited ?? Exited(run, code, cause);
        return Feed(new ManagerInput.Ended(run, new EndedProcess(Snapshot(run), exited, Stopped(run, code, cause))));
    }

    public ManagerRun Outlive(RunId run) =>
        Feed(
            new ManagerInput.Ended(
                run,
                new EndedProcess(
                    Snapshot(run) with
                    {
                        Phase = ProcessPhase.Unkillable,
                    },
                    Exited: null,
                    new ProcessUnkillable(run.Key, IncarnationOf(run), [Pid])
                )
            )
        );

    /// <summary>Starts a process that exits at once, and whose set is empty.</summary>
    public RunId Live(ProcessSpec? spec = null, ProcessKey? key = null)
    {
        var run = Start(spec, key);
        Exit(run);
        Stop(run);
        return run;
    }

    /// <summary>Registers an external process and returns its key.</summary>
    public RunId Register(int pid = 99, SenderId? from = null)
    {
        Feed(
            new ManagerInput.ExternalWanted(
                new RegisterExternal(pid, "other") { Timeout = Second, AutoKill = true },
                Probe: null,
                from ?? Alice
            )
        );
        return Assert.Single(Effects.OfType<ManagerEffect.Bind>()).Run;
    }

    public RunId Bind(int pid = 99)
    {
        var run = Register(pid);
        Feed(new ManagerInput.ExternalBound(run, new ExternalIdentity(pid, 1)));
        return run;
    }

    public ProcessExited Exited(RunId run, int code = 0, ExitCause cause = ExitCause.Exited) =>
        new(run.Key, IncarnationOf(run), new ProcessExit.Code(code), cause, Second, OutputTail.Empty, OutputTail.Empty);

    private ProcessStopped Stopped(RunId run, int code, ExitCause cause) =>
        new(
            run.Key,
            IncarnationOf(run),
            new ProcessExit.Code(code),
            cause,
            Escalated: true,
            SurvivorsKilled: 3,
            OutputTail.Empty,
            OutputTail.Empty
        );

    private ProcessSnapshot Snapshot(RunId run) =>
        State.Keys.Run(run)!.Outline(ProcessPhase.Exited, ContainmentLevel.Session, Now);

    private int IncarnationOf(RunId run) => State.Keys.Run(run)!.Incarnation;
}
