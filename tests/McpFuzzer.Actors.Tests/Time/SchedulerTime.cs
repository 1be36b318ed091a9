using Akka.Actor;

namespace McpFuzzer.Actors.Tests.Time;

/// <summary>A clock that moves with a scheduler, in virtual time as that one is advanced; the monotonic clocks of TestScheduler itself do not.</summary>
internal sealed class SchedulerTime(IScheduler scheduler) : TimeProvider
{
    private long _jumped;
    private volatile Exception? _fault;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When set, the wall clock cannot be read.</summary>
    public Exception? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>Sets the wall clock, and nothing else, forward or back.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);

    public override DateTimeOffset GetUtcNow() =>
        Fault is { } fault ? throw fault : scheduler.Now + TimeSpan.FromTicks(Interlocked.Read(ref _jumped));

    public override long GetTimestamp() => scheduler.Now.UtcTicks;
}
