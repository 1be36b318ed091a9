using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>The subscriber: it receives every event, and records the time.</summary>
internal sealed class WatchingActor(IActorRef manager, ConcurrentDictionary<ProcessKey, OwnChild> children)
    : UntypedActor
{
    private IActorRef _sender = ActorRefs.Nobody;

    public static Props Props(IActorRef manager, ConcurrentDictionary<ProcessKey, OwnChild> children) =>
        Akka.Actor.Props.Create(() => new WatchingActor(manager, children));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ProcessExited exited:
                var now = Stopwatch.GetTimestamp();
                children.GetValueOrDefault(exited.Key)?.HasExited(now);
                break;
            case ProcessStopped or ProcessLost or ProcessUnkillable:
                var ended = (IProcessEvent)message;
                children.GetValueOrDefault(ended.Key)?.HasEnded(ended);
                break;
            case AreYouWatching:
                _sender = Sender;
                manager.Tell(new WatchProcesses());
                break;
            case WatchStarted started:
                _sender.Tell(started);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    internal sealed class AreYouWatching : INoSerializationVerificationNeeded
    {
        public static readonly AreYouWatching Instance = new();

        private AreYouWatching() { }
    }
}
