using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>A sender whose first reply is held on the thread that sends it.</summary>
/// <param name="sender">The actor that gets the reply in the end.</param>
/// <param name="system">The executor's.</param>
[SuppressMessage("Design", "MA0097", Justification = "References of actors are compared as Akka compares them.")]
internal sealed class HeldSender(IActorRef sender, ActorSystem system) : MinimalActorRef
{
    public Halt Reply { get; } = new(at: 1);

    public override ActorPath Path { get; } = sender.Path / "held";

    public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

    protected override void TellInternal(object message, IActorRef from)
    {
        Reply.Pass();
        sender.Tell(message, from);
    }
}
