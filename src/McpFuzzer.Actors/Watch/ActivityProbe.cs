using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// Asks one activity callback, on threads that are there for callbacks alone, and one call at a time: whatever it does, or does not do, only the thread that it has got is held up. It stays
/// the same for all incarnations of its process. Thread-safe.
/// </summary>
internal sealed class ActivityProbe : IRunnable
{
    /// <summary>A call that takes longer counts as no activity.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private const int NotReported = -1;

    private readonly ActivityCallback _callback;
    private readonly MessageDispatcher _threads;
    private readonly TimeProvider _time;

    // Of whoever makes or runs the call, one at a time.
    private ActivityReader _reader;
    private IActorRef _asker = ActorRefs.Nobody;

    private int _isCalled;
    private long _begun;
    private int _fault = NotReported;

    /// <summary>Its clocks are read from now on.</summary>
    /// <param name="callback">A caller's; nothing is expected of it.</param>
    /// <param name="threads">Where it runs.</param>
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

    /// <summary>A call waits for a thread.</summary>
    public bool IsKeptWaiting => Volatile.Read(ref _isCalled) == 1 && Volatile.Read(ref _begun) == 0;

    /// <summary>How long the present call has run; zero when none has begun.</summary>
    public TimeSpan RunsFor =>
        Volatile.Read(ref _begun) is not 0 and var begun ? _time.GetElapsedTime(begun) : TimeSpan.Zero;

    /// <summary>Begins a call, whose <see cref="Answered" /> is told to the asker. False while the last call has not returned.</summary>
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

    /// <summary>The call has not begun in time: other callbacks hold the threads. Asking for one more thing lets them see that they stand still, and be more.</summary>
    public void Hasten() => _threads.Schedule(static () => { });

    /// <summary>True for the first fault, which is to be reported.</summary>
    public bool TryReport(CallbackFault fault) =>
        Interlocked.CompareExchange(ref _fault, (int)fault, NotReported) == NotReported;

    /// <summary>The call, on its thread; nothing that it throws may reach that.</summary>
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
