using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>
/// Replaces a message that would stop an actor. Remoting's untrusted-mode drops it, and an actor that receives
/// it all the same does not handle it. An exception would be worse: the peer sends a system message that cannot be read
/// again and again, and its other messages wait behind it.
/// </summary>
internal sealed class DroppedMessage : IPossiblyHarmful, IDeadLetterSuppression
{
    private DroppedMessage() { }

    public static DroppedMessage Instance { get; } = new();

    public static DroppedMessage Log(ActorSystem system, string what)
    {
        system.Log.Warning("Dropped a message of another node: {Message}", what);
        return Instance;
    }
}
