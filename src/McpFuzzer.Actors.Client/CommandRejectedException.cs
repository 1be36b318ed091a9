using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client;

/// <summary>A command was refused, and nothing was done. The message is the refusal's own line: what, where, and what is allowed.</summary>
/// <param name="reason">Its class.</param>
/// <param name="message">One line for a person.</param>
/// <param name="spawnError">Which start error it was; set when <paramref name="reason" /> is <see cref="RejectReason.SpawnFailed" />.</param>
public class CommandRejectedException(RejectReason reason, string message, SpawnError? spawnError = null)
    : Exception(message)
{
    /// <summary>The class of the refusal, to decide on.</summary>
    public RejectReason Reason { get; } = reason;

    /// <summary>Which start error it was; set when <see cref="Reason" /> is <see cref="RejectReason.SpawnFailed" />.</summary>
    public SpawnError? SpawnError { get; } = spawnError;
}
