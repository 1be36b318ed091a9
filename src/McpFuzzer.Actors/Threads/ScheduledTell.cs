using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch;

namespace McpFuzzer.Actors.Threads;

/// <summary>
/// A message that is sent when it is due (docs/performance.md, "The command at rest"). An actor's cell takes it out of
/// its envelope, which tells Akka that it has never left the process and need not survive serialization.
/// </summary>
internal sealed class ScheduledTell(ICanTell receiver, object message, IActorRef sender) : IRunnable
{
    private readonly object _message =
        receiver is not ActorRefWithCell ? message
        : message is INotInfluenceReceiveTimeout ? new QuietEnvelope(message)
        : new Envelope(message);

    public void Run() => receiver.Tell(_message, sender);

    public void Execute() => Run();

    public override string ToString() => $"[{receiver}.Tell({_message}, {sender})]";

    private record Envelope(object Message) : IScheduledTellMsg;

    private sealed record QuietEnvelope(object Message) : Envelope(Message), INotInfluenceReceiveTimeout;
}
