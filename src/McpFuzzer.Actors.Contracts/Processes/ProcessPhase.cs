namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>Where a managed process stands in its life.</summary>
public enum ProcessPhase
{
    /// <summary>The start has been asked of the operating system, which has not answered yet.</summary>
    Starting,

    /// <summary>The exec has succeeded and the leader lives.</summary>
    Running,

    /// <summary>The stop ladder runs, or what the leader left behind is being ended.</summary>
    Stopping,

    /// <summary>The set is empty and a restart waits for its delay.</summary>
    BackingOff,

    /// <summary>The leader has exited and the set is verified empty.</summary>
    Exited,

    /// <summary>It could not be started, or was restarted too often.</summary>
    Failed,

    /// <summary>Members of the set outlived SIGKILL and its deadline.</summary>
    Unkillable,
}
