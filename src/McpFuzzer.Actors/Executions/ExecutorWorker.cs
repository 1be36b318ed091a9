using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// Holds one slot. It looks after the chunk that it was given: ends the attempt that runs out of time, hands back what would wait behind a slow one, and goes on when an operation was
/// given up. After a failure of its own it asks the router for its chunk, whose loop has gone on meanwhile.
/// </summary>
internal sealed class ExecutorWorker(TimeProvider time) : UntypedActor, IWithTimers
{
    private Chunk? _chunk;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ExecutorWorker(time)).WithMailbox(ExecutorSettings.WorkerMailboxPath);

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Context.Parent.Tell(new ExecutorProtocol.Restarted());
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ExecutorProtocol.Run run:
                OnRun(run.Chunk);
                break;
            case Look when _chunk is not null:
                OnLook(_chunk);
                break;
            case Look:
                break;
            case ExecutorProtocol.Drained drained when drained.Chunk == _chunk:
                Finish(drained.Chunk);
                break;
            case ExecutorProtocol.Drained:
                break;
            case ExecutorProtocol.Release release:
                release.Chunk.Release(release.Operation);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnRun(Chunk chunk)
    {
        _chunk = chunk;
        if (chunk.IsDrained)
        {
            Finish(chunk);
            return;
        }

        // Before the start, so that a look is on its way whatever the first operation does.
        LookAfter(chunk, chunk.Operations[0].Timeout);
        chunk.Start(Self);
        if (chunk.Current is { Operation.State.WasAbandoned: true } abandoned)
        {
            chunk.Release(abandoned.Operation);
        }
    }

    private void OnLook(Chunk chunk)
    {
        if (chunk.Current is not { } current)
        {
            LookAfter(chunk, ChunkSizing.HandBackAfter);
            return;
        }

        var ran = time.GetElapsedTime(current.BegunAt);
        if (ran >= ChunkSizing.HandBackAfter && chunk.Rest > 0)
        {
            Context.Parent.Tell(new ExecutorProtocol.HandBack(chunk.TakeRest()));
        }

        var timeout = current.Operation.Timeout;
        var next = timeout - ran;
        if (next <= TimeSpan.Zero)
        {
            current.Operation.Apply(new OperationInput.TimeUp(current.Number, timeout));
            next = Operation.Grace;
        }

        LookAfter(chunk, next);
    }

    private void Finish(Chunk chunk)
    {
        _chunk = null;
        Timers.Cancel(nameof(Look));
        Context.Parent.Tell(new ExecutorProtocol.Free(chunk));
    }

    // In a chunk of several the loop goes from one to the next unseen, so the worker looks often; one that is slow is alone in its chunk the next time.
    private void LookAfter(Chunk chunk, TimeSpan delay)
    {
        var isAlone = chunk.Operations.Count == 1;
        var after = isAlone || delay < ChunkSizing.HandBackAfter ? delay : ChunkSizing.HandBackAfter;
        Timers.StartSingleTimer(nameof(Look), Look.Instance, after);
    }

    private sealed class Look : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Look Instance = new();
    }
}
