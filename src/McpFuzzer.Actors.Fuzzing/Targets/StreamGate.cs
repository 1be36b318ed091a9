using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// Limits the anomalies between a session's reader, on any thread, and an actor. A target that floods its stdout must
/// not flood a mailbox: beyond the limit, anomalies are dropped and counted.
/// </summary>
internal sealed class StreamGate(ICanTell actor) : IStreamObserver
{
    private const int MostOnTheirWay = 64;

    private int _onTheirWay;
    private long _leftOut;

    public long LeftOut => Interlocked.Read(ref _leftOut);

    public void OnAnomaly(StreamAnomaly anomaly)
    {
        if (Interlocked.Increment(ref _onTheirWay) <= MostOnTheirWay)
        {
            actor.Tell(new Passed(anomaly), ActorRefs.NoSender);
        }
        else
        {
            Interlocked.Decrement(ref _onTheirWay);
            Interlocked.Increment(ref _leftOut);
        }
    }

    public void OnToolsChanged() => actor.Tell(new Changed(), ActorRefs.NoSender);

    /// <summary>Releases a slot when an anomaly was handled.</summary>
    public void Release() => Interlocked.Decrement(ref _onTheirWay);

    internal sealed record Passed(StreamAnomaly Anomaly) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    internal sealed record Changed : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
