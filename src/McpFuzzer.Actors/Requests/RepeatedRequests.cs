using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Requests;

/// <summary>
/// Commands that are sent again because their reply was late or lost: each is carried out once, and every sender gets
/// its reply. The manager and the executor have one each.
/// </summary>
internal sealed class RepeatedRequests(TimeProvider time)
{
    private readonly RequestMemory<IActorRef> _memory = new();
    private readonly long _origin = time.GetTimestamp();

    public bool RemembersAny => _memory.Count > 0;

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Classifies a command. A new one must later be settled or withdrawn.</summary>
    public RequestVerdict Receive(RequestId id, object command, IActorRef sender) =>
        _memory.Receive(id, command, sender, Now);

    /// <summary>Remembers the reply to the first sender, and sends it to those who have joined.</summary>
    public void Settle(RequestId id, object reply, IActorRef from) =>
        Tell(_memory.Answer(id, reply, ReplyWeight.Of(reply), Now), reply, from);

    /// <summary>
    /// Forgets a command of which nothing was carried out, and sends its reply to those who have joined.
    /// </summary>
    public void Withdraw(RequestId id, object reply, IActorRef from) => Tell(_memory.Withdraw(id), reply, from);

    /// <summary>Forgets what is too old.</summary>
    public void Forget() => _memory.Forget(Now);

    private static void Tell(IReadOnlyList<IActorRef> joined, object reply, IActorRef from)
    {
        foreach (var sender in joined)
        {
            sender.Tell(reply, from);
        }
    }
}
