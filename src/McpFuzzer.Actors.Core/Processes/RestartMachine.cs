using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Backoff;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>A new state, and what follows from it.</summary>
internal readonly record struct RestartStep(RestartState State, RestartDecision Decision);

/// <summary>
/// Decides whether another incarnation follows. Time and randomness are inputs. A restart counts from the decision,
/// whether or not its start succeeds.
/// <code>
/// input                            mode       restarts within the window   decision
/// any, a stop was asked for        any        –                            Rest
/// Ended by Requested, NodeShutdown any        –                            Rest
/// Ended                            Never      –                            Rest
/// Ended by itself with code 0      OnFailure  –                            Rest
/// Ended in any other way           OnFailure  fewer than MaxRestarts       Restart
/// Ended in any other way           OnFailure  MaxRestarts                  GiveUp
/// Ended                            Always     fewer than MaxRestarts       Restart
/// Ended                            Always     MaxRestarts                  GiveUp
/// NotStarted, of a restart         any        fewer than MaxRestarts       Restart
/// NotStarted, of a restart         any        MaxRestarts                  GiveUp
///
/// A run of StableAfter and more empties the window, and begins the attempts anew, before it is decided.
/// </code>
/// </summary>
internal static class RestartMachine
{
    /// <summary>Returns what follows an end.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="input">How it ended.</param>
    /// <param name="now">Monotonic, from any origin that stays the same.</param>
    /// <param name="random">From 0 to below 1.</param>
    public static RestartStep Step(RestartState state, RestartInput input, TimeSpan now, double random)
    {
        var policy = state.Policy;
        if (!IsWanted(policy.Mode, input))
        {
            return new RestartStep(state, new RestartDecision.Rest());
        }

        var proven = input is RestartInput.Ended ended && ended.Ran >= policy.StableAfter;
        var recent = proven ? [] : state.Recent.RemoveAll(then => now - then >= policy.Within);
        if (recent.Count >= policy.MaxRestarts)
        {
            return new RestartStep(state with { Recent = recent }, new RestartDecision.GiveUp(Reason(policy, input)));
        }

        var attempt = proven ? 1 : state.Attempt + 1;
        return new RestartStep(
            state with
            {
                Attempt = attempt,
                Recent = recent.Add(now),
            },
            new RestartDecision.Restart(Delay(policy, attempt, random), attempt)
        );
    }

    private static bool IsWanted(RestartMode mode, RestartInput input) =>
        input switch
        {
            { StopAsked: true } => false,
            RestartInput.Ended { Cause: ExitCause.Requested or ExitCause.NodeShutdown } => false,
            RestartInput.Ended { Cause: ExitCause.Exited, Exit: ProcessExit.Code { Value: 0 } } => mode
                == RestartMode.Always,
            _ => mode is RestartMode.OnFailure or RestartMode.Always,
        };

    private static TimeSpan Delay(RestartPolicy policy, int attempt, double random) =>
        ExponentialBackoff.Delay(policy.MinBackoff, policy.MaxBackoff, attempt, policy.RandomFactor, random);

    private static string Reason(RestartPolicy policy, RestartInput input) =>
        $"restarted {policy.MaxRestarts} times within {Durations.Show(policy.Within)}, and "
        + input switch
        {
            RestartInput.NotStarted not => $"not started again: {not.Why}",
            RestartInput.Ended { Cause: ExitCause.Exited } ended => $"ended again: {ended.Exit}",
            RestartInput.Ended ended => $"ended again: {ended.Exit}, {ended.Cause}",
            _ => throw new NotSupportedException($"No such input: {input.GetType().Name}"),
        };
}

/// <summary>The state of a restart policy.</summary>
internal sealed record RestartState
{
    public required RestartPolicy Policy { get; init; }

    /// <summary>Restarts in a row.</summary>
    public int Attempt { get; init; }

    /// <summary>The times of restarts within the window; at most MaxRestarts.</summary>
    public ImmutableList<TimeSpan> Recent { get; init; } = [];
}

/// <summary>The end of an incarnation.</summary>
internal abstract record RestartInput
{
    private RestartInput() { }

    /// <summary>A stop was requested.</summary>
    public required bool StopAsked { get; init; }

    /// <summary>Its set is empty.</summary>
    internal sealed record Ended(ProcessExit Exit, ExitCause Cause, TimeSpan Ran) : RestartInput;

    /// <summary>It was a restart, which the operating system could not start.</summary>
    internal sealed record NotStarted(string Why) : RestartInput;
}

/// <summary>What follows.</summary>
internal abstract record RestartDecision
{
    private RestartDecision() { }

    /// <summary>Nothing.</summary>
    internal sealed record Rest : RestartDecision;

    /// <summary>Another start after the delay.</summary>
    internal sealed record Restart(TimeSpan Delay, int Attempt) : RestartDecision;

    /// <summary>Nothing, since it was restarted too often.</summary>
    internal sealed record GiveUp(string Reason) : RestartDecision;
}
