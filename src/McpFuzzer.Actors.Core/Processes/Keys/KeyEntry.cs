using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Where a key stands.</summary>
internal enum KeyStage
{
    /// <summary>The key is free. The history may know its last incarnation.</summary>
    Ended,

    /// <summary>Its start has no outcome yet.</summary>
    Starting,

    /// <summary>Its start has succeeded, and its leader is not known to have exited.</summary>
    Live,

    /// <summary>Its leader has exited, and its set has not been found empty.</summary>
    LeaderExited,

    /// <summary>Members of its set outlived SIGKILL.</summary>
    Unkillable,

    /// <summary>Its actor has failed, and the host ends what that actor owned.</summary>
    Lost,

    /// <summary>Its next incarnation begins when the delay is over.</summary>
    BackingOff,

    /// <summary>It names a process that another program has started, and that is not bound yet.</summary>
    Binding,

    /// <summary>It names a process that another program has started, and that is bound.</summary>
    External,
}

/// <summary>What the manager knows of a key that is taken.</summary>
internal abstract record KeyEntry
{
    public abstract ProcessKey Key { get; }

    public abstract KeyStage Stage { get; }

    /// <summary>The incarnation that the key is at; null for a process that is not managed.</summary>
    public abstract int? PresentIncarnation { get; }

    /// <summary>The sender that owns the process; null when none does.</summary>
    public virtual SenderId? Owner => null;
}
