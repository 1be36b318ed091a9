using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client;

/// <summary>
/// A command was rejected, and had no effect. The message is one line: what, where, and what is allowed.
/// </summary>
/// <param name="reason">The reason.</param>
/// <param name="message">One line for people.</param>
/// <param name="spawnError">The start error; set when <paramref name="reason" /> is
/// <see cref="RejectReason.SpawnFailed" />.</param>
public class CommandRejectedException(RejectReason reason, string message, SpawnError? spawnError = null)
    : Exception(message)
{
    /// <summary>The reason, for programs.</summary>
    public RejectReason Reason { get; } = reason;

    /// <summary>The start error; set when <see cref="Reason" /> is <see cref="RejectReason.SpawnFailed" />.</summary>
    public SpawnError? SpawnError { get; } = spawnError;
}
