namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// How a process is stopped: its stdin is closed (piped targets only), then SIGTERM, or another signal, and SIGCONT go
/// to the group, then SIGKILL to the whole set, whose emptiness is verified. Each rung is left as soon as the set is
/// empty.
/// </summary>
/// <param name="CloseStdin">How long end-of-file on stdin may take to end it; zero skips the rung.</param>
/// <param name="Grace">How long the signal may take; zero skips the rung.</param>
/// <param name="Verify">How long after SIGKILL the set must be empty, or it is reported unkillable.</param>
public sealed record StopLadder(TimeSpan CloseStdin, TimeSpan Grace, TimeSpan Verify)
{
    /// <summary>0.5 s, 2 s and 5 s.</summary>
    public static StopLadder Default { get; } =
        new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));

    /// <summary>
    /// The number of the signal that asks it to end, 1 to 64; SIGTERM. With SIGKILL there is no rung for it.
    /// </summary>
    public int Signal { get; init; } = SignalName.Terminate;
}
