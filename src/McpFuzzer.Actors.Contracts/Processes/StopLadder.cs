namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// How a process is stopped: close stdin (piped targets only), then SIGTERM (or another signal) and SIGCONT to each
/// process group of the set, then SIGKILL to the whole set, which must be verified empty. Each rung ends as soon as the
/// set is empty.
/// </summary>
/// <param name="CloseStdin">How long the target may take after the end of stdin; zero skips the rung.</param>
/// <param name="Grace">How long the target may take after the signal; zero skips the rung.</param>
/// <param name="Verify">How long after SIGKILL the set must be empty, or it is reported unkillable.</param>
public sealed record StopLadder(TimeSpan CloseStdin, TimeSpan Grace, TimeSpan Verify)
{
    /// <summary>0.5 s, 2 s and 5 s.</summary>
    public static StopLadder Default { get; } =
        new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));

    /// <summary>The signal of the second rung, 1 to 64; SIGTERM by default. SIGKILL skips this rung.</summary>
    public int Signal { get; init; } = SignalName.Terminate;
}
