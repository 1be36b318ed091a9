using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// Calls one activity callback, one call at a time, on threads reserved for callbacks: a callback that hangs blocks
/// only its own thread. All incarnations of a process share it. Thread-safe.
/// </summary>
internal sealed class ActivityProbe : IRunnable
{
    /// <summary>A call that takes longer counts as no activity.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private const int NotReported = -1;

    private readonly ActivityCallback _callback;
    private readonly MessageDispatcher _threads;
    private readonly TimeProvider _time;

    // Owned by the thread that makes or runs the call, one at a time.
    private ActivityReader _reader;
    private IActorRef _asker = ActorRefs.Nobody;

    private int _isCalled;
    private long _begun;
    private int _fault = NotReported;

    /// <summary>Initialises the clocks.</summary>
    /// <param name="callback">Foreign code, which may misbehave.</param>
    /// <param name="threads">The dispatcher of callbacks.</param>
    /// <param name="time">The node's clocks.</param>
    public ActivityProbe(ActivityCallback callback, MessageDispatcher threads, TimeProvider time)
    {
        _callback = callback;
        _threads = threads;
        _time = time;
        _reader = new ActivityReader(time.TimestampFrequency, Clocks());
    }

    /// <summary>The fault that was reported.</summary>
    public CallbackFault? Fault =>
        Volatile.Read(ref _fault) is var fault and not NotReported ? (CallbackFault)fault : null;

    /// <summary>Whether a call waits for a thread.</summary>
    public bool IsKeptWaiting => Volatile.Read(ref _isCalled) == 1 && Volatile.Read(ref _begun) == 0;

    /// <summary>How long the current call has run; zero when none has started.</summary>
    public TimeSpan RunsFor =>
        Volatile.Read(ref _begun) is not 0 and var begun ? _time.GetElapsedTime(begun) : TimeSpan.Zero;

    /// <summary>
    /// Starts a call, whose <see cref="Answered" /> is sent to the receiver. Returns false while the last call has not
    /// returned.
    /// </summary>
    public bool TryAsk(IActorRef asker)
    {
        if (Interlocked.CompareExchange(ref _isCalled, 1, 0) != 0)
        {
            return false;
        }

        _asker = asker;
        _threads.Schedule(this);
        return true;
    }

    /// <summary>
    /// The call has not started in time, since other callbacks hold the threads. One more work item lets the threads
    /// notice that they are stuck, and grow.
    /// </summary>
    public void Hasten() => _threads.Schedule(static () => { });

    /// <summary>Returns true for the first fault, which is then reported.</summary>
    public bool TryReport(CallbackFault fault) =>
        Interlocked.CompareExchange(ref _fault, (int)fault, NotReported) == NotReported;

    /// <summary>Runs the call on its thread. No exception may escape.</summary>
    public void Run()
    {
        var asker = _asker;
        Answered answered;
        try
        {
            answered = new Answered(Call(), Exception: null);
        }
        catch (Exception fault)
        {
            answered = new Answered(ActivityReading.None(CallbackFault.Threw), fault);
        }

        Volatile.Write(ref _begun, 0);
        Volatile.Write(ref _isCalled, 0);
        asker.Tell(answered);
    }

    public void Execute() => Run();

    private ActivityReading Call()
    {
        var begun = _time.GetTimestamp();
        Volatile.Write(ref _begun, begun);
        var told = _callback();
        var now = Clocks();
        (_reader, var reading) = _reader.Read(told.Timestamp, told.WallClock, now);
        return _time.GetElapsedTime(begun, now.Timestamp) > Patience
            ? ActivityReading.None(CallbackFault.TookTooLong)
            : reading;
    }

    private ClockReading Clocks() => new(_time.GetTimestamp(), _time.GetUtcNow());

    /// <summary>A call has returned.</summary>
    internal sealed record Answered(ActivityReading Reading, Exception? Exception)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;
}
