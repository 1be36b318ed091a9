using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>Sends one command, and keeps every message that it gets.</summary>
[SuppressMessage("Design", "MA0097", Justification = "References of actors are compared as Akka compares them.")]
internal sealed class RecordingSender(ActorSystem system, long number) : MinimalActorRef
{
    private readonly ConcurrentQueue<object> _received = new();

    /// <summary>The messages in their order.</summary>
    public IReadOnlyList<object> Received => [.. _received];

    /// <summary>Removes and returns the messages.</summary>
    public IEnumerable<object> Take()
    {
        while (_received.TryDequeue(out var message))
        {
            yield return message;
        }
    }

    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "sender" / $"{number}";

    public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

    protected override void TellInternal(object message, IActorRef sender) => _received.Enqueue(message);
}
