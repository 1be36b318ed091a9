using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Processes;

/// <summary>Stands in for the sender of one command: passes its reply on at once, and tells the manager what it was.</summary>
/// <param name="asker">The sender.</param>
/// <param name="manager">Who remembers the reply.</param>
/// <param name="id">The command's.</param>
/// <param name="path">Its own; no other reference has it.</param>
/// <param name="provider">Of the manager's system.</param>
[SuppressMessage("Design", "MA0097", Justification = "References of actors are compared as Akka compares them.")]
internal sealed class RememberedReply(
    IActorRef asker,
    IActorRef manager,
    RequestId id,
    ActorPath path,
    IActorRefProvider provider
) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    protected override void TellInternal(object message, IActorRef sender)
    {
        asker.Tell(message, sender);
        manager.Tell(new Replied(id, message));
    }

    internal sealed record Replied(RequestId Id, object Reply) : INoSerializationVerificationNeeded;
}
