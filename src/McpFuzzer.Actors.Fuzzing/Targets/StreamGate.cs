using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// Stands between a session's reader, on any thread, and an actor. A target that floods its stdout with nonsense must
/// not flood a mailbox: only so many anomalies are on their way at once, the rest is left out and counted.
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

    /// <summary>One has been dealt with.</summary>
    public void Release() => Interlocked.Decrement(ref _onTheirWay);

    internal sealed record Passed(StreamAnomaly Anomaly) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    internal sealed record Changed : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
