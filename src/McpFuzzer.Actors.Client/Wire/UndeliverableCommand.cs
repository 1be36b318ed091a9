using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Wire;

/// <summary>
/// Arrives in place of a command that could not be put into a frame (it carries a reference, a value of it is none, it is too large), so that its sender is answered. Nobody tells it on purpose.
/// </summary>
internal sealed record UndeliverableCommand(string Why, RequestId? RequestId)
    : IManagerCommand,
        IWatchdogCommand,
        IExecutorCommand,
        INoSerializationVerificationNeeded
{
    /// <summary>What its sender is told.</summary>
    public object Refusal() =>
        RequestId is null
            ? new CommandRejected(RejectReason.InvalidSpec, Why)
            : new OperationRejected(RequestId, RejectReason.InvalidSpec, Why);
}
