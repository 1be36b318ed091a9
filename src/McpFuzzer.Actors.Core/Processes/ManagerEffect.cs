using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What the manager is to do, in the order given.</summary>
internal abstract record ManagerEffect
{
    private ManagerEffect() { }

    /// <summary>Reply to a command. Each command that has a reply gets exactly one.</summary>
    internal sealed record Reply(SenderId To, object Message) : ManagerEffect;

    /// <summary>Reply that a part of the node has failed.</summary>
    internal sealed record ReplyFailure(SenderId To, string Detail) : ManagerEffect;

    /// <summary>Send an event to its subscribers.</summary>
    internal sealed record Publish(IProcessEvent Event, IReadOnlyCollection<SenderId> To) : ManagerEffect;

    /// <summary>Make the actor of an incarnation, which starts it.</summary>
    /// <param name="Run">The start.</param>
    /// <param name="What">What to start.</param>
    /// <param name="Consumer">The sender that gets its streams; null when none has attached to the key.</param>
    internal sealed record Begin(RunId Run, RunEntry What, SenderId? Consumer) : ManagerEffect;

    /// <summary>Make the actor of an external process, which binds it.</summary>
    internal sealed record Bind(RunId Run, RegisterExternal Registration, object? Probe) : ManagerEffect;

    /// <summary>Have the actor stop its process. A null grace takes the ladder's.</summary>
    internal sealed record Stop(RunId Run, ExitCause Cause, bool Force, TimeSpan? Grace) : ManagerEffect;

    /// <summary>Hand a command to the actor of a process, which replies to the sender.</summary>
    internal sealed record Forward(RunId Run, IManagerCommand Command, SenderId From) : ManagerEffect;

    /// <summary>Hand a command for streams to the actor of a process, which replies to the sender.</summary>
    internal sealed record Attach(RunId Run, int? Incarnation, SenderId From) : ManagerEffect;

    /// <summary>Let the actor of a process end; no more commands are forwarded to it.</summary>
    internal sealed record Release(RunId Run) : ManagerEffect;

    /// <summary>Stop the actor of a process.</summary>
    internal sealed record StopActor(RunId Run) : ManagerEffect;

    /// <summary>Have the host end what the actor of an incarnation owned.</summary>
    internal sealed record Reap(RunId Run) : ManagerEffect;

    /// <summary>Have the watchdog watch a process.</summary>
    /// <param name="Run">The process.</param>
    /// <param name="Incarnation">Its incarnation.</param>
    /// <param name="Timeout">Its own timeout; null takes the watchdog's.</param>
    /// <param name="AutoKill">Its own choice; null takes the watchdog's.</param>
    /// <param name="For">The sender that wanted it registered; null when none did.</param>
    internal sealed record Watch(RunId Run, int Incarnation, TimeSpan? Timeout, bool? AutoKill, SenderId? For)
        : ManagerEffect;

    internal sealed record Unwatch(ProcessKey Key, int Incarnation) : ManagerEffect;

    /// <summary>Have the watchdog put its own counts in and reply.</summary>
    internal sealed record CompleteStats(ManagerStats Partial, SenderId For) : ManagerEffect;

    /// <summary>Collect a snapshot from each actor and reply with the list.</summary>
    /// <param name="Reachable">The processes whose actors are to be asked.</param>
    /// <param name="Known">What is known without them.</param>
    /// <param name="Filter">The only phase that is wanted; null is all.</param>
    /// <param name="For">The sender.</param>
    internal sealed record Gather(
        IReadOnlyList<RunId> Reachable,
        IReadOnlyList<ProcessSnapshot> Known,
        ProcessPhase? Filter,
        SenderId For
    ) : ManagerEffect;

    /// <summary>Feed an input when the time is over.</summary>
    internal sealed record Arm(long Timer, TimeSpan After, ManagerInput Due) : ManagerEffect;

    internal sealed record Disarm(long Timer) : ManagerEffect;

    /// <summary>Feed <see cref="ManagerInput.SenderEnded" /> when the sender ends.</summary>
    internal sealed record Monitor(SenderId Sender) : ManagerEffect;

    internal sealed record Unmonitor(SenderId Sender) : ManagerEffect;

    /// <summary>Report a command that the manager does not know.</summary>
    internal sealed record Unhandled(IManagerCommand Command, SenderId From) : ManagerEffect;

    /// <summary>Write to the log.</summary>
    internal sealed record Log(ManagerNote Note) : ManagerEffect;
}
