using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>
/// What is read in place of a message that would stop an actor: untrusted-mode drops it, and whoever would get it in spite of that does not know it. To throw would be worse: a system
/// message that cannot be read is sent again for ever, and all that the same peer says waits behind it.
/// </summary>
internal sealed class Dropped : IPossiblyHarmful, IDeadLetterSuppression
{
    private Dropped() { }

    public static Dropped Instance { get; } = new();

    public static Dropped Log(ActorSystem system, string what)
    {
        system.Log.Warning("Dropped a {Message} that another node has sent", what);
        return Instance;
    }
}
