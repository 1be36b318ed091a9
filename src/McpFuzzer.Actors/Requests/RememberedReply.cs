using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Requests;

/// <summary>
/// Replaces the sender of one command: passes its reply on at once, and reports the reply to the actor that
/// remembers it.
/// </summary>
/// <param name="sender">The sender.</param>
/// <param name="owner">The actor that remembers the reply.</param>
/// <param name="id">The command's id.</param>
/// <param name="path">Its own path; no other reference has it.</param>
/// <param name="provider">The provider of the owner's system.</param>
[SuppressMessage("Design", "MA0097", Justification = "References of actors are compared as Akka compares them.")]
internal sealed class RememberedReply(
    IActorRef sender,
    IActorRef owner,
    RequestId id,
    ActorPath path,
    IActorRefProvider provider
) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    protected override void TellInternal(object message, IActorRef from)
    {
        sender.Tell(message, from);
        owner.Tell(new Replied(id, message));
    }

    internal sealed record Replied(RequestId Id, object Reply) : INoSerializationVerificationNeeded;
}
