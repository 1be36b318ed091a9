namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The phase of a managed process.</summary>
public enum ProcessPhase
{
    /// <summary>The operating system is starting it.</summary>
    Starting,

    /// <summary>The exec has succeeded, and the leader is alive.</summary>
    Running,

    /// <summary>The stop ladder runs, or the members that the leader left behind are being ended.</summary>
    Stopping,

    /// <summary>The set is empty and a restart waits for its delay.</summary>
    BackingOff,

    /// <summary>The leader has exited and the set is verified empty.</summary>
    Exited,

    /// <summary>The start failed, or it was restarted too often.</summary>
    Failed,

    /// <summary>Members of the set outlived SIGKILL and its deadline.</summary>
    Unkillable,
}
