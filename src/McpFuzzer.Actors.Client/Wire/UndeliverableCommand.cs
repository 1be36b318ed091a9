using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Wire;

/// <summary>
/// Replaces a command that could not be put into a frame: it carries a reference, one of its values is
/// invalid, or it is too large. So its sender gets a reply. No code sends one on purpose.
/// </summary>
internal sealed record UndeliverableCommand(string Why, RequestId? RequestId)
    : IManagerCommand,
        IWatchdogCommand,
        IExecutorCommand,
        INoSerializationVerificationNeeded
{
    /// <summary>Returns the reply to its sender.</summary>
    public object Rejection() =>
        RequestId is null
            ? new CommandRejected(RejectReason.InvalidSpec, Why)
            : new OperationRejected(RequestId, RejectReason.InvalidSpec, Why);
}
