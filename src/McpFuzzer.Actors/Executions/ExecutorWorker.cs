using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// Holds one slot and watches its chunk: ends attempts whose time is up, returns operations that would wait behind a
/// slow one, and continues after an abandoned one. The chunk itself reports that the worker is free. After a restart,
/// the worker asks the router for its chunk, whose loop has continued in the meantime.
/// </summary>
internal sealed class ExecutorWorker : UntypedActor
{
    private readonly ITimer _look;
    private Chunk? _chunk;
    private bool _isSlow;

    public ExecutorWorker(TimeProvider time)
    {
        var self = Self;
        _look = time.CreateTimer(
            _ => self.Tell(Look.Instance),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public static Props Props(TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ExecutorWorker(time)).WithMailbox(ExecutorSettings.WorkerMailboxPath);

    protected override void PostStop() => _look.Dispose();

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
        _isSlow = false;
        if (chunk.IsStarted)
        {
            OnRunAgain(chunk);
            return;
        }

        // Before the start, so that the timer is set no matter what the first operation does.
        LookAfter(chunk, chunk.Operations[0].Timeout);
        chunk.Start(Self);
    }

    // After a restart: the attempt has used some or all of its time, and a release may have been lost.
    private void OnRunAgain(Chunk chunk)
    {
        if (chunk.Current is { State.WasAbandoned: true } abandoned)
        {
            chunk.Release(abandoned);
        }

        OnLook(chunk);
    }

    private void OnLook(Chunk chunk)
    {
        if (chunk.IsDrained)
        {
            _chunk = null;
            return;
        }

        if (chunk.Current is not { } current)
        {
            LookAfter(chunk, ChunkSizing.HandBackAfter);
            return;
        }

        if (current.Attempt is not var (attempt, ran))
        {
            // Between its place here and its slot, or between its end and the next one. An attempt that starts later
            // cannot time out before this.
            LookAfter(chunk, current.Timeout);
            return;
        }

        if (chunk.IsSwift && ran >= ChunkSizing.SwiftAtMost && !_isSlow)
        {
            _isSlow = true;
            Context.Parent.Tell(new ExecutorProtocol.Slow([]));
        }

        if (ran >= ChunkSizing.HandBackAfter && chunk.Rest > 0)
        {
            Context.Parent.Tell(new ExecutorProtocol.HandBack(chunk.TakeRest()));
        }

        var next = current.Timeout - ran;
        if (next <= TimeSpan.Zero)
        {
            current.Apply(new OperationInput.TimeUp(attempt, current.Timeout));
            next = Operation.Grace;
        }

        LookAfter(chunk, next);
    }

    // The worker does not see how the loop moves on in a chunk of several, so it checks often. A slow operation is
    // alone in its chunk the next time.
    private void LookAfter(Chunk chunk, TimeSpan delay)
    {
        var after =
            chunk.IsSwift && !_isSlow ? Shorter(delay, ChunkSizing.SwiftAtMost)
            : chunk.Operations.Count > 1 ? Shorter(delay, ChunkSizing.HandBackAfter)
            : delay;
        _look.Change(after, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed class Look : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Look Instance = new();
    }
}
